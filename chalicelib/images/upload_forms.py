"""Use case: create a pending image and a presigned form to upload it."""

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct

from chalicelib.access.quotas import Quotas
from chalicelib.config.settings import Settings
from chalicelib.domain import content_types, filenames, keys, metadata, requested_edits
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

    def create(self, request: UploadRequest, *, owner: str) -> tuple[Image, UploadForm]:
        """Record a pending image and sign a form to upload it. Raises InvalidRequest, QuotaExceeded."""
        image, policy = self.pending_image(request, owner=owner)
        self.quotas.charge_form(owner, policy.max_bytes)
        form = self.sources.presign_upload(
            image.key,
            policy,
            image_id=image.id,
            owner=image.owner,
            expires_in=self.settings.upload_expires,
        )
        self.store.create(image)
        return image, form

    def pending_image(self, request: UploadRequest, *, owner: str) -> tuple[Image, UploadPolicy]:
        """Return the record of a new image, and what its upload is limited to. Raises InvalidRequest."""
        filename = filenames.validate(request.filename)
        policy = self._policy(request)
        image_id = keys.new_image_id(self.new_token(), filename)
        now = self.clock()
        image = Image(
            id=image_id,
            key=keys.source_key(self.settings.upload_prefix, image_id, filename),
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
            expires_at=now + PENDING_LIFETIME,
        )
        return image, policy

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
