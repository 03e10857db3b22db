"""Use case: upload a large file in parts.

Number and sizes of the parts are fixed when the image is created. The service alone completes the upload, so
what arrives has exactly these sizes.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import idempotency, part_plan
from chalicelib.domain.idempotency import RequestIdentity
from chalicelib.errors import (
    InvalidField,
    NoMultipartUpload,
    ObjectNotFound,
    PartsMissing,
    ServiceUnavailable,
)
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.upload_forms import UploadForms, policy_of
from chalicelib.models import (
    Image,
    MultipartUpload,
    NewUpload,
    Status,
    StoredPart,
    UploadPart,
    UploadParts,
    UploadRequest,
)
from chalicelib.ports import Clock, ImageStore, MultipartStorage, SourceStorage

# Somebody can upload a part again between the listing and the completion.
_TRIES = 2


class MultipartUploads(Struct, frozen=True, kw_only=True):
    """Creates and completes multipart uploads.

    The URLs of parts expire after `url_lifetime` seconds. `part_size` returns the size of parts for that of a
    file.
    """

    forms: UploadForms
    lookup: ImageLookup
    store: ImageStore
    sources: SourceStorage
    uploads: MultipartStorage
    url_lifetime: int
    part_size: Callable[[int], int] = part_plan.part_size
    clock: Clock

    def create(
        self, request: UploadRequest, *, owner: str, identity: RequestIdentity | None = None
    ) -> NewUpload:
        """Record a pending image, begin its upload and sign all parts. The request must have a size.

        Raises InvalidRequest, QuotaExceeded, ServiceUnavailable, and what `created_by` raises.
        """
        pending = self.forms.admitted(request, owner=owner, identity=identity)
        upload_id = self.uploads.begin(pending.key, policy_of(pending), image_id=pending.id, owner=owner)
        created = replace(pending, multipart=self._upload(pending, upload_id))
        stored = self.store.create(created)
        if stored.multipart != created.multipart:
            # A concurrent request with the same Idempotency-Key came first.
            self.uploads.abort(created.key, upload_id)
        return self.signed(idempotency.created_by(created.request_digest, stored))

    def signed(self, image: Image) -> NewUpload:
        """Sign all parts of an image's upload. Once the upload has ended, no part has a URL."""
        if image.multipart is None or image.multipart.expires_at <= self.clock():
            return NewUpload(image=image, parts=self._signed(image, self._upload(image), ()))
        numbers = part_plan.numbers(image.multipart)
        return NewUpload(image=image, parts=self._signed(image, image.multipart, numbers))

    def resume(self, image_id: str, *, owner: str) -> tuple[Image, UploadParts]:
        """Return the parts, with new URLs for those that are not stored with their sizes.

        Raises ImageNotFound, NoMultipartUpload, ServiceUnavailable.
        """
        image, upload = self._open(image_id, owner)
        missing = part_plan.missing(upload, self.uploads.stored(image.key, upload.upload_id))
        return image, self._signed(image, upload, missing)

    def stored(self, image_id: str, *, owner: str) -> Sequence[StoredPart]:
        """Return the stored parts. Raises ImageNotFound, NoMultipartUpload, ServiceUnavailable."""
        image, upload = self._open(image_id, owner)
        return self.uploads.stored(image.key, upload.upload_id)

    def part(self, image_id: str, number: int, *, owner: str) -> UploadParts:
        """Return one part with a new URL. Raises ImageNotFound, NoMultipartUpload, InvalidField."""
        image, upload = self._open(image_id, owner)
        numbers = part_plan.numbers(upload)
        if number not in numbers:
            raise InvalidField(f"The part number must be from 1 to {len(numbers)}.", "part_number")
        signed = self._signed(image, upload, {number})
        return replace(signed, parts=[signed.parts[number - 1]])

    def abort(self, image_id: str, *, owner: str) -> None:
        """Abort the upload, unless it has ended. The image is then shown like one whose form has expired.

        Raises ImageNotFound, ServiceUnavailable.
        """
        image = self.lookup.get(image_id, owner=owner)
        if image.status is Status.PENDING and image.multipart is not None:
            self.uploads.abort(image.key, image.multipart.upload_id)
            self.store.finalize(replace(image, multipart=None))

    def complete(self, image_id: str, *, owner: str) -> Image:
        """Complete the upload, unless the file has arrived already; return the record as it was before.

        Raises ImageNotFound, PartsMissing, NoMultipartUpload, ServiceUnavailable.
        """
        image = self.lookup.get(image_id, owner=owner)
        if image.status is not Status.PENDING:
            return image
        try:
            self._complete(image)
        except NoMultipartUpload:
            if not self._has_arrived(image):
                raise
        return image

    def _upload(self, image: Image, upload_id: str = "") -> MultipartUpload:
        size = policy_of(image).max_bytes
        return MultipartUpload(
            upload_id=upload_id,
            size=size,
            part_size=self.part_size(size),
            expires_at=image.created_at + part_plan.LIFETIME,
        )

    def _complete(self, image: Image) -> None:
        upload = _upload_of(image)
        for _ in range(_TRIES):
            stored = self.uploads.stored(image.key, upload.upload_id)
            missing = part_plan.missing(upload, stored)
            if missing:
                raise _parts_missing(missing, upload)
            if self.uploads.complete(image.key, upload.upload_id, stored):
                return
        raise ServiceUnavailable(f"The parts of {image.id} change while its upload is completed")

    def _has_arrived(self, image: Image) -> bool:
        try:
            return self.sources.open(image.key).image_id == image.id
        except ObjectNotFound:
            return False

    def _open(self, image_id: str, owner: str) -> tuple[Image, MultipartUpload]:
        image = self.lookup.get(image_id, owner=owner)
        upload = _upload_of(image)
        if upload.expires_at <= self.clock():
            raise NoMultipartUpload("The time to upload the parts is over. Create another image.")
        return image, upload

    def _signed(self, image: Image, upload: MultipartUpload, numbers: Collection[int]) -> UploadParts:
        """Return all parts, those with these numbers with URLs."""
        left = upload.expires_at - self.clock()
        lifetime = min(self.url_lifetime, max(1, int(left.total_seconds())))

        def url(number: int, size: int) -> str | None:
            if number not in numbers:
                return None
            return self.uploads.sign_part(
                image.key, upload.upload_id, number=number, size=size, expires_in=lifetime
            )

        sizes = enumerate(part_plan.sizes(upload), start=1)
        return UploadParts(
            part_size=upload.part_size,
            parts=[UploadPart(number=number, size=size, url=url(number, size)) for number, size in sizes],
            expires_at=self.clock() + timedelta(seconds=lifetime),
        )


def _upload_of(image: Image) -> MultipartUpload:
    if image.multipart is None:
        raise NoMultipartUpload("The image has no open multipart upload. Create another image for the file.")
    return image.multipart


def _parts_missing(missing: Sequence[int], upload: MultipartUpload) -> PartsMissing:
    numbers = ", ".join(map(str, missing))
    return PartsMissing(
        f"{len(missing)} of {len(part_plan.sizes(upload))} parts are missing: {numbers}."
        " Upload them, then complete the upload again."
    )
