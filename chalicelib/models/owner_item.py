"""Items in the image table."""

from dataclasses import dataclass

from chalicelib.models.record import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerItem:
    """An item that belongs to an owner: an image's record, or another one, such as a counter."""

    id: str
    image: Image | None = None
