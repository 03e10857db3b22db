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
"""

from collections.abc import Iterable, Sequence

from chalicelib.domain import keys
from chalicelib.models import Image, Variant

# From the least compatible content type to the most compatible one.
# https://developer.mozilla.org/en-US/docs/Web/Media/Guides/Formats/Image_types
_NOT_EVERYWHERE = ("image/avif", "image/webp")
_EVERYWHERE = ("image/gif", "image/png", "image/jpeg")
_BY_COMPATIBILITY = (*_NOT_EVERYWHERE, *_EVERYWHERE)


def sources(image: Image) -> tuple[tuple[Variant, ...], ...]:
    """Return the variants of each source, narrowest first; the most compatible source is the last.

    Empty if no variant has the image's aspect ratio.
    """
    candidates = _same_content([each for each in image.variants if _has_aspect_ratio_of(image, each)])
    by_type = {
        content_type: _one_per_width(each for each in candidates if each.content_type == content_type)
        for content_type in _BY_COMPATIBILITY
    }
    groups = [by_type[content_type] for content_type in _NOT_EVERYWHERE if by_type[content_type]]
    everywhere = max((by_type[content_type] for content_type in reversed(_EVERYWHERE)), key=len)
    if everywhere:
        groups.append(everywhere)
    return tuple(group for group in groups if group[-1].width >= groups[-1][-1].width)


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


def _one_per_width(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    first: dict[int, Variant] = {}
    for variant in variants:
        first.setdefault(variant.width, variant)
    return tuple(first[width] for width in sorted(first))


def _has_aspect_ratio_of(image: Image, variant: Variant) -> bool:
    """Compare the aspect ratios. Rounding may have changed each side of the variant by up to one pixel."""
    if image.width is None or image.height is None:
        return False
    difference = abs(variant.width * image.height - variant.height * image.width)
    return difference <= max(image.width, image.height)
