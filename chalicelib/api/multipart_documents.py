"""The JSON documents of multipart uploads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from msgspec import Struct, structs

from chalicelib.models import UploadParts


class PartDocument(Struct, kw_only=True):
    """A part of a file. PUT exactly `size` bytes to `url`. It is null for a part that is stored already."""

    number: int
    size: int
    url: str | None


class PartsDocument(Struct, kw_only=True):
    """The parts of a file. All have `part_size` bytes, except for the last one.

    After `expires_at`, the URLs are invalid. `POST /images/{id}/parts` returns new ones.
    """

    part_size: int
    parts: Sequence[PartDocument]
    expires_at: datetime

    @classmethod
    def of(cls, parts: UploadParts) -> "PartsDocument":
        """Build the document of all parts."""
        documents = [PartDocument(**structs.asdict(part)) for part in parts.parts]
        return PartsDocument(part_size=parts.part_size, parts=documents, expires_at=parts.expires_at)


class ResumedPartsDocument(PartsDocument, kw_only=True):
    """The parts of a file, with a new `status_url`."""

    status_url: str

    @classmethod
    def with_status(cls, parts: UploadParts, status_url: str) -> Self:
        """Build the document of all parts."""
        return cls(**structs.asdict(PartsDocument.of(parts)), status_url=status_url)
