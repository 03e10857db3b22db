"""Use case: create an image and what its file is uploaded with: a form, or parts if the file is large."""

from msgspec import Struct

from chalicelib.domain import part_plan
from chalicelib.errors import InvalidField
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.images.upload_forms import UploadForms
from chalicelib.models import NewUpload, UploadRequest


class Uploads(Struct, frozen=True, kw_only=True):
    """Creates uploads of the kind that suits the file and the caller."""

    forms: UploadForms
    multipart: MultipartUploads

    def create(self, request: UploadRequest, *, owner: str) -> NewUpload:
        """Record a pending image. Raises InvalidRequest, QuotaExceeded, ServiceUnavailable."""
        if _needs_parts(request):
            return self.multipart.create(request, owner=owner)
        image, form = self.forms.create(request, owner=owner)
        return NewUpload(image=image, form=form)


def _needs_parts(request: UploadRequest) -> bool:
    if not request.multipart:
        return False
    if request.size is None:
        raise InvalidField("size is missing. With multipart, send the size of the file in bytes.", "size")
    return request.size > part_plan.THRESHOLD
