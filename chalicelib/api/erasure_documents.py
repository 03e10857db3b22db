"""The documents of erasures: the state that the API returns, and the report in the event."""

from datetime import datetime
from typing import Self

from msgspec import Struct, structs

from chalicelib.api.event_fields import CdnState, event_fields
from chalicelib.domain.erasure import requested_erasure
from chalicelib.domain.kept_data import DataLifetimes, Place, kept_data
from chalicelib.models import Image


class KeptDataDocument(Struct, kw_only=True):
    """Data that stays in one place, at most until a time that is null if nobody knows it.

    `versions` is the number of object versions that S3 did not remove, otherwise null.
    """

    place: Place
    until: datetime | None
    versions: int | None


class ErasureDocument(Struct, kw_only=True):
    """The erasure of an image. `completed_at` is null while it is in progress; then `kept` is empty."""

    id: str
    requested_at: datetime
    completed_at: datetime | None
    kept: tuple[KeptDataDocument, ...]

    @classmethod
    def of(cls, image: Image, lifetimes: DataLifetimes) -> Self:
        """Build the document of an image that is being erased, or was."""
        erasure = requested_erasure(image)
        return cls(
            id=image.id,
            requested_at=erasure.requested_at,
            completed_at=erasure.completed_at,
            kept=tuple(KeptDataDocument(**structs.asdict(each)) for each in kept_data(erasure, lifetimes)),
        )


class ErasureEventDocument(ErasureDocument, kw_only=True):
    """A completed erasure, without personal data. `cdn` is as in other events."""

    event_id: str
    revision: int
    owner: str
    cdn: CdnState

    @classmethod
    def of_tombstone(cls, image: Image, lifetimes: DataLifetimes, *, with_cdn: bool) -> Self:
        """Build the document of an erased image."""
        document = ErasureDocument.of(image, lifetimes)
        return cls(**structs.asdict(document), **event_fields(image, with_cdn=with_cdn))
