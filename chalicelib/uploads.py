"""Use cases of the API: hand out an upload form, look images up, have them rendered anew, delete them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib import filenames, formats, keys, outcomes, variants
from chalicelib.access.quotas import Quotas
from chalicelib.errors import (
    ConfigurationError,
    ImageNotFound,
    SizeTooLarge,
    UnsupportedContentType,
    VariantNotFound,
)
from chalicelib.models import Image, ListRequest, Page, Status, UploadForm, UploadRequest, UploadTerms
from chalicelib.ports import Clock, ImageStore, OutputStorage, SourceStorage
from chalicelib.presets import Presets
from chalicelib.settings import Settings

# A form lives for minutes; the record stays longer, so that whoever polls learns that nothing came.
PENDING_LIFETIME = timedelta(days=7)

# The event of a removal starts a run of its own, which may claim in between and be at it still; one
# more run takes over from it. What is open after three others will finish.
REMOVAL_RUNS = 3


@dataclass(frozen=True, kw_only=True)
class Uploads:
    """What callers of the API can do with images.

    `reconcile` brings a record in line with its object, here and now; `request_run` has it done elsewhere.
    """

    settings: Settings
    presets: Presets
    store: ImageStore
    sources: SourceStorage
    outputs: OutputStorage
    quotas: Quotas
    reconcile: Callable[[str], object]
    request_run: Callable[[str], object]
    clock: Clock
    new_token: Callable[[], str]

    def create(self, request: UploadRequest, *, owner: str) -> tuple[Image, UploadForm]:
        """Record a pending image and sign the form to upload it. Raises InvalidRequest, QuotaExceeded."""
        filename = filenames.checked(request.filename)
        terms = self._terms(request)
        image = self._pending_image(request, owner, filename, terms)
        self.quotas.charge_form(owner, terms.max_bytes)
        form = self.sources.presign_upload(
            image.key,
            terms,
            image_id=image.id,
            owner=image.owner,
            expires_in=self.settings.upload_expires,
        )
        self.store.create(image)
        return image, form

    def get(self, image_id: str, *, owner: str) -> Image:
        """Return the owner's image; another's is not there. Raises ImageNotFound."""
        image = self._existing(image_id)
        if image.owner != owner:
            raise _no_image(image_id)
        return image

    def list(self, request: ListRequest, *, owner: str) -> Page:
        """List the owner's images, newest first. Raises InvalidCursor."""
        return self.store.list(owner, request)

    def delete(self, image_id: str, *, owner: str) -> None:
        """Remove source, outputs and record. Raises ImageNotFound."""
        image = self.get(image_id, owner=owner)
        if outcomes.is_refused(image):
            # Else the record would stay, as it does when the source of a refused picture is taken away.
            self.store.finalize(replace(image, error=None))
        self.sources.delete(image.key)
        for _ in range(REMOVAL_RUNS):
            self.reconcile(image.key)
            current = self.store.get(image.id)
            if current is None or not current.open:
                return

    def reprocess(self, image_id: str, *, owner: str) -> Image:
        """Have the image rendered anew, whatever came of it before.

        Raises ImageNotFound, ObjectNotFound, QuotaExceeded, ConfigurationError.
        """
        if self.settings.process_function is None:
            raise ConfigurationError("PROCESS_FUNCTION is not set; reprocess needs it")
        image = self.get(image_id, owner=owner)
        # A run without an object would end as deleted, and the form may still be used.
        source = self.sources.open(image.key).source
        self.quotas.charge_rendering(owner, source.size)
        # Claimed here, so that nobody who polls takes the old outcome for the new one.
        claimed = self.store.claim(
            replace(image, status=Status.PROCESSING, execution=None, updated_at=self.clock())
        )
        self.request_run(image.key)
        return claimed

    def variant_url(self, image_id: str, name: str, *, owner: str | None) -> str:
        """Return where the variant's current file can be fetched; `owner` None stands for anybody.

        Raises ImageNotFound, VariantNotFound.
        """
        image = self._existing(image_id) if owner is None else self.get(image_id, owner=owner)
        for variant in image.variants:
            if variant.name == name:
                return self.outputs.url(variant.key)
        raise VariantNotFound(f"The image {image_id!r} has no variant {name!r}, or not yet")

    def _existing(self, image_id: str) -> Image:
        image = self.store.get(image_id) if keys.is_image_id(image_id) else None
        if image is None or image.status is Status.DELETED:
            raise _no_image(image_id)
        return image

    def _pending_image(self, request: UploadRequest, owner: str, filename: str, terms: UploadTerms) -> Image:
        image_id = keys.new_image_id(self.new_token(), filename)
        now = self.clock()
        return Image(
            id=image_id,
            key=keys.source_key(self.settings.upload_prefix, image_id, filename),
            filename=filename,
            owner=owner,
            status=Status.PENDING,
            created_at=now,
            updated_at=now,
            requested=self._requested(request),
            focus=variants.to_thousandths((request.focus.x, request.focus.y)) if request.focus else None,
            content_type=terms.content_type,
            size=request.size,
            terms=terms,
            expires_at=now + PENDING_LIFETIME,
        )

    def _requested(self, request: UploadRequest) -> tuple[str, ...]:
        if not request.variants:
            return ()
        return tuple(spec.name for spec in self.presets.choose(request.variants))

    def _terms(self, request: UploadRequest) -> UploadTerms:
        return UploadTerms(
            content_type=_content_type(request),
            max_bytes=self._max_bytes(request),
            checksum_sha256=request.checksum_sha256,
        )

    def _max_bytes(self, request: UploadRequest) -> int:
        limit = self.settings.max_upload_bytes
        if request.size is not None and request.size > limit:
            raise SizeTooLarge(f"The file has {request.size} bytes; the limit is {limit}", "size")
        return request.size or limit


def _no_image(image_id: str) -> ImageNotFound:
    return ImageNotFound(f"There is no image {image_id!r}")


def _content_type(request: UploadRequest) -> str:
    # Media types are case-insensitive: RFC 9110, section 8.3.1.
    content_type = (request.content_type or filenames.guess_content_type(request.filename) or "").lower()
    if content_type not in formats.CONTENT_TYPES:
        raise UnsupportedContentType(
            f"Pictures of type {content_type or 'unknown'} are not accepted; "
            f"send one of {', '.join(formats.READABLE)}",
            "content_type",
        )
    return content_type
