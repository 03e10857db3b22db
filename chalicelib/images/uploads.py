"""Use case: create an image and what its file is uploaded with: a form, or parts if the file is large."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.domain import idempotency, part_plan
from chalicelib.errors import InvalidField
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.images.upload_forms import UploadForms
from chalicelib.models import IdempotencyKey, Image, NewUpload, UploadRequest
from chalicelib.ports import ImageStore


class Uploads(Struct, frozen=True, kw_only=True):
    """Creates uploads of the kind that suits the file and the caller.

    `secret` returns what ids and digests of requests with an Idempotency-Key depend on. `shown` returns how
    a record is shown to its owner.
    """

    forms: UploadForms
    multipart: MultipartUploads
    store: ImageStore
    secret: Callable[[], bytes]
    shown: Callable[[Image], Image]

    def create(self, request: UploadRequest, *, owner: str, key: IdempotencyKey | None = None) -> NewUpload:
        """Record a pending image or, if there is one for the key, return it and what it is uploaded with.

        What is returned again counts against no quota. Raises InvalidRequest, QuotaExceeded,
        IdempotencyKeyReused, ImageDeleted, ImageErased, ServiceUnavailable.
        """
        needs_parts = _needs_parts(request)
        identity = None if key is None else idempotency.identity(self.secret(), owner, key)
        stored = None if identity is None else self.store.get(identity.image_id)
        if identity is not None and stored is not None:
            image = self.shown(idempotency.created_by(identity.digest, stored))
            if needs_parts:
                return self.multipart.signed(image)
            return NewUpload(image=image, form=self.forms.signed(image))
        if needs_parts:
            return self.multipart.create(request, owner=owner, identity=identity)
        image, form = self.forms.create(request, owner=owner, identity=identity)
        return NewUpload(image=image, form=form)


def _needs_parts(request: UploadRequest) -> bool:
    if not request.multipart:
        return False
    if request.size is None:
        raise InvalidField("size is missing. With multipart, send the size of the file in bytes.", "size")
    return request.size > part_plan.THRESHOLD
