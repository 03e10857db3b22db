"""What a request changes about an image before it is rendered: its presets, focal point, box and rotation."""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from chalicelib.domain import geometry
from chalicelib.domain.edits import WHOLE
from chalicelib.domain.presets import Presets
from chalicelib.errors import InvalidField
from chalicelib.models import Crop, Focus, Image, ReprocessRequest, VariantChange

_FULL = 1000


def edited(image: Image, request: ReprocessRequest, presets: Presets) -> Image:
    """Return the image with what the request changes. Raises UnknownPreset, InvalidField."""
    return replace(
        image,
        requested=(
            image.requested if request.variants is UNSET else requested(image, request.variants, presets)
        ),
        focus=image.focus if request.focus is UNSET else focal_point(request.focus),
        crop=image.crop if request.crop is UNSET else box(request.crop),
        rotate=image.rotate if request.rotate is UNSET else request.rotate,
    )


def requested(image: Image, change: tuple[str, ...] | VariantChange, presets: Presets) -> tuple[str, ...]:
    """Return the names of the presets of an image after a change, in the order of the presets file.

    Raises UnknownPreset, InvalidField if no preset would be left.
    """
    if not isinstance(change, VariantChange):
        return _names(change, presets)
    if change == VariantChange():
        # Writing the current names would exclude the image from later changes of the defaults.
        return image.requested
    both = sorted(set(change.add) & set(change.remove))
    if both:
        raise InvalidField(f"variants both adds and removes {both[0]!r}; choose one", "variants")
    # An image can have a preset that has been removed from the file.
    _names([name for name in change.remove if name not in image.requested], presets)
    current = {spec.name for spec in presets.current(image)}
    left = (current | set(_names(change.add, presets))) - set(change.remove)
    if not left:
        raise InvalidField("variants removes every variant of the image; keep at least one", "variants")
    return _names(left, presets)


def focal_point(focus: Focus | None) -> tuple[int, int] | None:
    """Return a focal point in thousandths of width and height."""
    return geometry.to_thousandths((focus.x, focus.y)) if focus else None


def box(crop: Crop | None) -> tuple[int, int, int, int] | None:
    """Return left, top, width and height in thousandths, None for the whole image. Raises InvalidField.

    The box has at least one thousandth of each side.
    """
    if crop is None:
        return None
    left, width = _span(crop.x, crop.width, "width")
    top, height = _span(crop.y, crop.height, "height")
    found = (left, top, width, height)
    return None if found == WHOLE else found


def _span(start: float, length: float, side: str) -> tuple[int, int]:
    first, end = round(start * _FULL), round((start + length) * _FULL)
    if end > _FULL:
        raise InvalidField(f"crop exceeds the image; use a smaller {side}", "crop")
    first = min(first, _FULL - 1)
    return first, max(1, end - first)


def _names(names: Iterable[str], presets: Presets) -> tuple[str, ...]:
    return tuple(spec.name for spec in presets.choose(names))
