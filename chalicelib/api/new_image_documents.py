"""The JSON documents of images while their files are uploaded."""

from typing import Self

from msgspec import structs

from chalicelib.api.documents import ImageDocument
from chalicelib.api.form_documents import FormDocument
from chalicelib.api.links import Links
from chalicelib.api.multipart_documents import PartsDocument
from chalicelib.models import Image, NewUpload


class UploadedImageDocument(ImageDocument, kw_only=True):
    """An image with a URL for its status.

    With `status_url`, a browser can read this image without a token, until the URL expires.
    """

    status_url: str

    @classmethod
    def with_status(cls, image: Image, links: Links, status_url: str) -> Self:
        """Build the document of an image whose file has arrived."""
        return cls(**structs.asdict(ImageDocument.of(image, links)), status_url=status_url)


class NewImageDocument(UploadedImageDocument, kw_only=True):
    """A new image, and what to upload its file with: either a form or, as `multipart`, parts.

    With `status_url`, a browser can read this image without a token, until the URL expires.
    """

    upload: FormDocument | None
    multipart: PartsDocument | None

    @classmethod
    def with_upload(cls, new: NewUpload, links: Links, status_url: str) -> Self:
        """Build the document of a new image."""
        return cls(
            **structs.asdict(ImageDocument.of(new.image, links)),
            upload=FormDocument.of(new.form) if new.form else None,
            multipart=PartsDocument.of(new.parts) if new.parts else None,
            status_url=status_url,
        )
