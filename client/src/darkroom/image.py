"""An image and what can be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from darkroom import markup
from darkroom.errors import MissingVariant
from darkroom.models import (
    Crop,
    Failure,
    Focus,
    Metadata,
    OnDemand,
    Placeholder,
    Provenance,
    Source,
    Status,
    Variant,
)
from darkroom.upload_models import MultipartUpload, UploadForm

WAIT_SECONDS = 300.0
# Types that not every browser displays, the least compatible one first.
_NOT_EVERYWHERE = ("image/avif", "image/webp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image and its variants.

    `width` and `height` (of the upright image, in pixels) and `size` (in bytes) are None until known.
    `version` changes when the same preset would be rendered to another file.
    `rotate` (in degrees clockwise), `crop` and `focus` are as requested, None for the whole image and for the
    position of each preset.
    `sources` are for the `source` elements of an HTML `picture`, the last one for its `img`; `srcset` is the
    last one's. They contain the variants that show the whole image.
    `on_demand` is None unless the image has public URLs for variants on demand.
    `document` is the service's response, including fields that this version of the client does not know.
    `retry_after` is the number of seconds until the image is probably finished, None in lists and once it is.
    Values that an older service does not send are None or empty.
    """

    id: str
    status: Status
    filename: str
    created_at: datetime
    updated_at: datetime
    version: str | None = None
    content_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    placeholder: Placeholder | None = None
    provenance: Provenance | None = None
    metadata: Metadata = field(default_factory=Metadata)
    rotate: int = 0
    crop: Crop | None = None
    focus: Focus | None = None
    variants: tuple[Variant, ...] = ()
    sources: tuple[Source, ...] = ()
    srcset: str = ""
    on_demand: OnDemand | None = None
    error: Failure | None = None
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    retry_after: float | None = field(default=None, repr=False, compare=False)
    # Any stands for Callable[..., Image], which msgspec cannot convert to.
    _wait: Any = field(default=None, repr=False, compare=False)

    def variant(self, name: str) -> Variant:
        """Return the variant with this name. Raises MissingVariant.

        Of a preset with several formats, this is the one that most browsers display. With an extension, as in
        `small.avif`, it is the one in this format.
        """
        found = variants_named(self, name)
        if not found:
            raise MissingVariant(f"Image {self.id} has no variant named {name}.")
        return max(found, key=_compatibility)

    def html(
        self,
        *,
        alt: str | None = None,
        sizes: str | None = None,
        loading: Literal["lazy", "eager"] = "lazy",
        class_name: str | None = None,
    ) -> str:
        """Return a `picture` element that shows the image, or an empty string if no variant shows it whole.

        `alt` replaces the text in the image's metadata. `sizes` is for the attribute of this name; without
        it, the image is as wide as the page and at most as wide as the file. Load images eagerly that are
        visible before the page is scrolled. `class_name` is the `class` of the `img`. All values are escaped.
        """
        attributes: dict[str, str | None] = {
            "class": class_name,
            "alt": (self.metadata.alt if alt is None else alt) or "",
        }
        if self.placeholder is not None:
            attributes |= {"data-color": self.placeholder.color, "data-thumbhash": self.placeholder.thumbhash}
        sources = self.sources or self._sources_of_srcset()
        return markup.picture(sources, sizes=sizes, loading=loading, attributes=attributes)

    def wait(self, timeout: float = WAIT_SECONDS) -> "Image":
        """Poll until the image is `ready`, for at most `timeout` seconds, and return it.

        The first request is made after `retry_after` seconds. Raises the errors of `Client.wait`;
        RuntimeError if the image does not come from a `Client`, but from a webhook or an `AsyncClient`.
        """
        if self._wait is None:
            raise RuntimeError(f"Image {self.id} cannot wait for itself. Use client.wait(image.id).")
        wait: Callable[..., Image] = self._wait
        return wait(self.id, timeout, retry_after=self.retry_after)

    def _sources_of_srcset(self) -> tuple[Source, ...]:
        """Return what an older service, which does not send `sources`, lists in `srcset`."""
        shown = [variant for variant in self.variants if variant.url in self.srcset]
        if not shown:
            return ()
        widest = max(shown, key=lambda variant: variant.width)
        return (
            Source(
                type=widest.content_type,
                src=widest.url,
                srcset=self.srcset,
                width=widest.width,
                height=widest.height,
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImage(Image):
    """A newly created image, and where its file goes: to an upload form, or in parts.

    Its `retry_after` counts from the end of the upload.
    """

    upload: UploadForm | None = None
    multipart: MultipartUpload | None = None
    status_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePage:
    """One page of a listing. `next_cursor` is None on the last page."""

    images: tuple[Image, ...]
    next_cursor: str | None = None


def variants_named(image: Image, name: str) -> tuple[Variant, ...]:
    """Return the variants with this name in all formats, or in one with a name like `small.avif`."""
    return tuple(each for each in image.variants if name in (each.name, f"{each.name}.{each.extension}"))


def label(image: Image, variant: Variant) -> str:
    """Return the name of one of the variants, with its extension if others have the same name."""
    shared = len(variants_named(image, variant.name)) > 1
    return f"{variant.name}.{variant.extension}" if shared else variant.name


def _compatibility(variant: Variant) -> int:
    known = variant.content_type in _NOT_EVERYWHERE
    return _NOT_EVERYWHERE.index(variant.content_type) if known else len(_NOT_EVERYWHERE)
