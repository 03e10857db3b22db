"""The JSON documents of multipart uploads in the format of Uppy's Companion.

https://github.com/transloadit/uppy/blob/main/packages/%40uppy/companion/src/server/controllers/s3.ts
"""

from typing import Self

from msgspec import Struct, field

from chalicelib.models import Image, StoredPart


class CompanionUploadDocument(Struct, kw_only=True):
    """A multipart upload. Its `uploadId` is the image's id. `status_url` is as in a new image."""

    id: str
    upload_id: str = field(name="uploadId")
    key: str
    status_url: str

    @classmethod
    def of(cls, image: Image, status_url: str) -> Self:
        """Build the document of a new image."""
        return cls(id=image.id, upload_id=image.id, key=image.key, status_url=status_url)


class CompanionPartDocument(Struct, kw_only=True):
    """A part that is stored. `Size` is in bytes."""

    number: int = field(name="PartNumber")
    size: int = field(name="Size")
    etag: str = field(name="ETag")

    @classmethod
    def of(cls, part: StoredPart) -> Self:
        """Build the document of a stored part."""
        return cls(number=part.number, size=part.size, etag=f'"{part.etag}"')


class CompanionPartUrlDocument(Struct, kw_only=True):
    """The URL to upload one part with PUT. `expires` is in seconds."""

    url: str | None
    expires: int


class CompanionAbortedDocument(Struct):
    """An empty object."""


class CompanionCompletedDocument(Struct, kw_only=True):
    """The image whose file has arrived, and the URL of the file, which is not public."""

    id: str
    key: str
    location: str
