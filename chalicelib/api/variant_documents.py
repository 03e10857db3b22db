"""The JSON documents of variants."""

from typing import Self

from msgspec import Struct

from chalicelib.models import Variant


class VariantDocument(Struct, kw_only=True):
    """One variant. `url` expires if it is signed; `width` and `height` are in pixels, `size` in bytes."""

    name: str
    url: str
    content_type: str
    width: int
    height: int
    size: int

    @classmethod
    def of(cls, variant: Variant, url: str) -> Self:
        """Build the document of one variant."""
        return cls(
            name=variant.name,
            url=url,
            content_type=variant.content_type,
            width=variant.width,
            height=variant.height,
            size=variant.size,
        )
