"""The JSON documents of the sources of a `picture` element."""

from collections.abc import Callable, Sequence
from typing import Self

from msgspec import Struct

from chalicelib.api.picture import srcset_entry
from chalicelib.models import Variant

UrlOf = Callable[[str], str]


class SourceDocument(Struct, kw_only=True):
    """The files of one content type, for a `source` or `img` element.

    `type` and `srcset` are values for the attributes of the same names. `src` is the URL of the widest file,
    `width` and `height` are its size in pixels.
    """

    type: str
    src: str
    srcset: str
    width: int
    height: int

    @classmethod
    def of(cls, variants: Sequence[Variant], url_of: UrlOf) -> Self:
        """Build the document of variants of one content type, narrowest first."""
        widest = variants[-1]
        return cls(
            type=widest.content_type,
            src=url_of(widest.key),
            srcset=", ".join(srcset_entry(url_of(each.key), each.width) for each in variants),
            width=widest.width,
            height=widest.height,
        )
