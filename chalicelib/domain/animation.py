"""Which variants are animated. Pure."""

from chalicelib.domain import formats
from chalicelib.models import Format, Image, ImageInfo, VariantPlan

_SOURCES = ("gif", "png", "webp", "avif")
# Formats that are animated whatever the source's format is. Presets for PNG and AVIF are used for stills,
# so these are animated only for a source of the same format.
_TARGETS = ("gif", "webp")


def is_animated(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether this variant is animated: GIF, WebP, or the same format as the animated source."""
    return info.frames > 1 and _can_be_animated(info.format, plan.format)


def is_animated_in(image: Image, written: Format) -> bool | None:
    """Return whether a file of a processed image is animated in this format. None if its record cannot tell.

    A record does not have the number of frames, but its variants show whether there are several.
    """
    own = formats.by_content_type(image.content_type or "")
    if own is None or not _can_be_animated(own.name, written):
        return False
    telling = [
        variant.is_animated
        for variant in image.variants
        if (found := formats.by_content_type(variant.content_type)) and _can_be_animated(own.name, found.name)
    ]
    return any(telling) if telling else None


def _can_be_animated(source: str, written: str) -> bool:
    return source in _SOURCES and written in (*_TARGETS, source)
