"""Choose the variants that a browser may choose among, for HTML's `picture` and `srcset`. Pure.

A browser takes the first source whose type it can display and, in it, chooses by width alone. So all variants
of all sources must show the same:

1. Variants have the image's aspect ratio: they are not cropped, padded or distorted.
2. Variants without effects (blur, grayscale, overlay, padding on all sides). Only if there are none, those
   with effects.
3. Animated variants. Only if there are none, stills: a browser would prefer a still AVIF to an animated GIF.
4. Each source has one content type. AVIF comes first, then WebP, then one type that every browser displays:
   of PNG, GIF and JPEG the one with the most variants, and of those with equally many, JPEG before PNG.
5. AVIF or WebP is left out if its widest variant is less wide than the last source's: a browser that can
   display it would never get the sharper file.
6. A source has one variant per width: the first in the order of the presets.

Files that are rendered on demand show the same as these variants (see on_demand/whole_files.py). They add
widths and types. The type that every browser displays is still that of the variants, if they have one: JPEG
cannot show the transparency of a PNG.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from chalicelib.domain import keys
from chalicelib.models import Image, Variant

# From the least compatible content type to the most compatible one.
# https://developer.mozilla.org/en-US/docs/Web/Media/Guides/Formats/Image_types
_NOT_EVERYWHERE = ("image/avif", "image/webp")
_EVERYWHERE = ("image/gif", "image/png", "image/jpeg")
_BY_COMPATIBILITY = (*_NOT_EVERYWHERE, *_EVERYWHERE)


class File(Protocol):
    """A variant, or a file that is rendered on demand."""

    @property
    def content_type(self) -> str:
        """Its media type."""

    @property
    def width(self) -> int:
        """Its width in pixels."""


F = TypeVar("F", bound=File)
G = TypeVar("G", bound=File)


def sources(image: Image, on_demand: Sequence[G] = ()) -> tuple[tuple[Variant | G, ...], ...]:
    """Return the files of each source, narrowest first; the most compatible source is the last.

    Variants come before files that are rendered on demand. Empty if there are none of those, and no variant
    has the image's aspect ratio.
    """
    rendered = whole(image)
    everywhere = _everywhere(rendered) or _everywhere(on_demand)
    files: list[Variant | G] = [*rendered, *on_demand]
    groups = [
        _one_per_width(each for each in files if each.content_type == content_type)
        for content_type in (*_NOT_EVERYWHERE, everywhere)
    ]
    groups = [group for group in groups if group]
    return tuple(group for group in groups if group[-1].width >= groups[-1][-1].width)


def whole(image: Image) -> Sequence[Variant]:
    """Return the variants that show the whole image, and all the same."""
    return _same_content([each for each in image.variants if _has_aspect_ratio_of(image, each)])


def named(variants: Sequence[Variant], name: str) -> Variant | None:
    """Return the variant with this name, or name and extension like `small.avif`. None if there is none.

    Without the extension, it is the most compatible of the variants with the name.
    """
    preset, _, extension = name.partition(".")
    same_preset = [variant for variant in variants if variant.name == preset]
    if not extension:
        return most_compatible(same_preset)
    return next((each for each in same_preset if keys.extension(each.key) == extension), None)


def most_compatible(variants: Iterable[Variant]) -> Variant | None:
    """Return the variant that most browsers can display, the first of several, None if there is none."""
    return max(variants, key=lambda variant: _BY_COMPATIBILITY.index(variant.content_type), default=None)


def _same_content(variants: Sequence[Variant]) -> Sequence[Variant]:
    without_effects = [variant for variant in variants if not variant.has_effects] or variants
    return [variant for variant in without_effects if variant.is_animated] or without_effects


def _everywhere(files: Sequence[File]) -> str | None:
    """Return the content type that every browser displays and most of the files have, if any has one."""
    counts = {each: sum(file.content_type == each for file in files) for each in reversed(_EVERYWHERE)}
    content_type = max(counts, key=counts.__getitem__)
    return content_type if counts[content_type] else None


def _one_per_width(files: Iterable[F]) -> tuple[F, ...]:
    first: dict[int, F] = {}
    for file in files:
        first.setdefault(file.width, file)
    return tuple(first[width] for width in sorted(first))


def _has_aspect_ratio_of(image: Image, variant: Variant) -> bool:
    """Compare the aspect ratios. Rounding may have changed each side of the variant by up to one pixel."""
    if image.width is None or image.height is None:
        return False
    difference = abs(variant.width * image.height - variant.height * image.width)
    return difference <= max(image.width, image.height)
