"""Items in the image table."""

from msgspec import Struct

from chalicelib.models.record import Image


class OwnerItem(Struct, frozen=True, kw_only=True):
    """An item that belongs to an owner: an image's record, or another one, such as a counter."""

    id: str
    image: Image | None = None
