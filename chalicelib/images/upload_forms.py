"""Use case: create a pending image and a presigned form to upload it."""

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct

from chalicelib.access.quotas import Quotas
from chalicelib.config.settings import Settings
from chalicelib.domain import content_types, filenames, idempotency, keys, metadata, requested_edits
from chalicelib.domain.idempotency import RequestIdentity
from chalicelib.domain.presets import Presets
from chalicelib.errors import SizeTooLarge
from chalicelib.models import Image, Status, UploadForm, UploadPolicy, UploadRequest
from chalicelib.ports import Clock, ImageStore, SourceStorage

# Forms expire within minutes. The record is kept longer, so that polling clients learn that no file came.
PENDING_LIFETIME = timedelta(days=7)


class UploadForms(Struct, frozen=True, kw_only=True):
    """Creates upload forms. `new_token` returns an unguessable string for the image id."""

    settings: Settings
    presets: Presets
    store: ImageStore
    sources: SourceStorage
    quotas: Quotas
    clock: Clock
    new_token: Callable[[], str]

    def create(
        self, request: UploadRequest, *, owner: str, identity: RequestIdentity | None = None
    ) -> tuple[Image, UploadForm]:
        """Record a pending image and sign a form to upload it. Raises InvalidRequest, QuotaExceeded.

        A concurrent request with the same Idempotency-Key can come first. Raises what `created_by` raises.
        """
        pending = self.admitted(request, owner=owner, identity=identity)
        image = idempotency.created_by(pending.request_digest, self.store.create(pending))
        return image, self.signed(image)

    def signed(self, image: Image) -> UploadForm:
        """Sign the form of an image. However often that happens, it expires when the first one does."""
        return self.sources.presign_upload(
            image.key,
            policy_of(image),
            image_id=image.id,
            owner=image.owner,
            expires_at=image.created_at + timedelta(seconds=self.settings.upload_expires),
        )

    def admitted(
        self, request: UploadRequest, *, owner: str, identity: RequestIdentity | None = None
    ) -> Image:
        """Return the record of a new image, after counting it. Raises InvalidRequest, QuotaExceeded."""
        # Long because it lists the fields of the record.
        filename = filenames.validate(request.filename)
        policy = self._policy(request)
        image_id, name = self._named(filename, identity)
        now = self.clock()
        image = Image(
            id=image_id,
            key=keys.source_key(self.settings.upload_prefix, image_id, name),
            filename=filename,
            owner=owner,
            status=Status.PENDING,
            created_at=now,
            updated_at=now,
            requested=self._requested(request),
            focus=requested_edits.focal_point(request.focus),
            crop=requested_edits.box(request.crop),
            rotate=request.rotate,
            metadata=metadata.stored(request.metadata),
            content_type=policy.content_type,
            size=request.size,
            upload_policy=policy,
            request_digest=identity.digest if identity is not None else None,
            expires_at=now + PENDING_LIFETIME,
        )
        self.quotas.charge_form(owner, policy.max_bytes)
        return image

    def _named(self, filename: str, identity: RequestIdentity | None) -> tuple[str, str]:
        """Return the id of the image, and the name of its file in the bucket."""
        if identity is None:
            return keys.new_image_id(self.new_token(), filename), filename
        return identity.image_id, keys.ORIGINAL

    def _requested(self, request: UploadRequest) -> tuple[str, ...]:
        if not request.variants:
            return ()
        return tuple(spec.name for spec in self.presets.choose(request.variants))

    def _policy(self, request: UploadRequest) -> UploadPolicy:
        return UploadPolicy(
            content_type=content_types.of_upload(request.content_type, request.filename),
            max_bytes=self._max_bytes(request),
            checksum_sha256=request.checksum_sha256,
        )

    def _max_bytes(self, request: UploadRequest) -> int:
        limit = self.settings.max_upload_bytes
        if request.size is not None and request.size > limit:
            raise SizeTooLarge(f"The file has {request.size} bytes; the limit is {limit} bytes", "size")
        return request.size or limit


def policy_of(image: Image) -> UploadPolicy:
    """Return what the upload of an image is limited to, which a request to the API has created."""
    if image.upload_policy is None:
        raise ValueError(f"{image.id} was not created by a request")
    return image.upload_policy
