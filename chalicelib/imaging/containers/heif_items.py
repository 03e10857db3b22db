"""The items of a HEIF file (ISO/IEC 23008-12, 6): images, and the metadata that describes them."""

from msgspec import Struct, field

from chalicelib.imaging.containers.isobmff import BrokenBox

Range = tuple[int, int]


class Property(Struct, frozen=True):
    """A property of an item. `data` is the content of its box."""

    kind: bytes
    data: bytes
    essential: bool


class Item(Struct):
    """An image or metadata. `content_type` is the media type of an item of the kind `mime`.

    `extents` are the ranges of the file that contain its data. `references` are its references to other
    items by type. `properties` are in the order in which they apply.
    """

    kind: bytes
    content_type: bytes = b""
    extents: list[Range] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    references: dict[bytes, list[int]] = field(default_factory=dict)

    def get(self, kind: bytes) -> bytes | None:
        """Return the data of the first property of this kind."""
        return next((each.data for each in self.properties if each.kind == kind), None)


class Meta(Struct, frozen=True):
    """All items by id, and the id of the primary one."""

    primary: int
    items: dict[int, Item]

    def item(self, number: int) -> Item:
        """Return the item with this id. Raises BrokenBox if there is none."""
        if number not in self.items:
            raise BrokenBox("the file refers to an image that it does not contain")
        return self.items[number]
