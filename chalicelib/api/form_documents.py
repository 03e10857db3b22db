"""The JSON documents of upload forms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from msgspec import Struct, structs

from chalicelib.models import Image, UploadForm


class FormDocument(Struct, kw_only=True):
    """An upload form. POST `fields` to `url` as multipart/form-data, with the file last, as part `file`."""

    method: str
    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]
    expires_at: datetime

    @classmethod
    def of(cls, form: UploadForm) -> "FormDocument":
        """Build the document of a form."""
        return FormDocument(**structs.asdict(form))


class CompanionDocument(FormDocument, kw_only=True):
    """An upload form in the format of Uppy's Companion, with the image's id. `expires` is in seconds.

    `status_url` is as in a new image.
    https://uppy.io/docs/aws-s3/#getuploadparametersfile-options
    """

    id: str
    expires: int
    status_url: str

    @classmethod
    def for_image(cls, image: Image, form: UploadForm, status_url: str) -> Self:
        """Build the form for Uppy's S3 plugin, which reads `method`, `url` and `fields` at the top level."""
        lifetime = form.expires_at - image.created_at
        expires = round(lifetime.total_seconds())
        return cls(**structs.asdict(form), id=image.id, expires=expires, status_url=status_url)
