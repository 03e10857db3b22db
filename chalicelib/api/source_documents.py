"""The JSON documents of the sources of a `picture` element."""

from collections.abc import Mapping, Sequence
from typing import Self

from msgspec import Struct

from chalicelib.api.picture import srcset_entry
from chalicelib.domain import responsive
from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.domain.on_demand.whole_files import OnDemandFile
from chalicelib.models import Image, Variant


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
    def of(cls, files: Sequence[Variant | OnDemandFile], urls: Mapping[str, str]) -> Self:
        """Build the document of files of one content type, narrowest first.

        `urls` are those of variants, by key.
        """
        widest = files[-1]
        return cls(
            type=widest.content_type,
            src=_url(widest, urls),
            srcset=", ".join(srcset_entry(_url(each, urls), each.width) for each in files),
            width=widest.width,
            height=widest.height,
        )


def sources_of(
    image: Image, urls: Mapping[str, str], on_demand: OnDemandUrls | None
) -> tuple[SourceDocument, ...]:
    """Build the documents of an image's sources. `urls` are those of its variants, by key."""
    files = on_demand.files(image) if on_demand else ()
    return tuple(SourceDocument.of(each, urls) for each in responsive.sources(image, files))


def _url(file: Variant | OnDemandFile, urls: Mapping[str, str]) -> str:
    return file.url if isinstance(file, OnDemandFile) else urls[file.key]
