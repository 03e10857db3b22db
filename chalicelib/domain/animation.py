"""Which variants are animated. Pure."""

from chalicelib.models import ImageInfo, VariantPlan

_SOURCES = ("gif", "png", "webp", "avif")
# Formats that are animated whatever the source's format is. Presets for PNG and AVIF are used for stills,
# so these are animated only for a source of the same format.
_TARGETS = ("gif", "webp")


def is_animated(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether this variant is animated: GIF, WebP, or the same format as the animated source."""
    return info.frames > 1 and info.format in _SOURCES and plan.format in (*_TARGETS, info.format)
