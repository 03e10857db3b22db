"""Collect the colors of a source's frames, as long as they are few."""

from collections.abc import Sequence

from PIL import Image

from chalicelib.imaging import effects
from chalicelib.imaging.animation.layer import OPAQUE, Color
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.color.to_srgb import to_srgb
from chalicelib.models import VariantSpec

# A GIF frame has room for this many colors besides transparency.
MAX_COLORS = 255


class SourceColors:
    """The distinct colors of all frames so far. Transparent pixels have none."""

    def __init__(self) -> None:
        self._found: set[Color] | None = set()

    def add(self, frame: Image.Image) -> None:
        """Add the colors of a frame of any mode."""
        if self._found is None:
            return
        counts = frame.convert("RGBA").getcolors(MAX_COLORS + 1)
        if counts is None:
            self._found = None
            return
        for _, color in counts:
            assert isinstance(color, tuple)  # noqa: S101  RGBA; the stub allows for other modes
            red, green, blue, alpha = color
            if alpha >= OPAQUE:
                self._found.add((red, green, blue))
        if len(self._found) > MAX_COLORS:
            self._found = None

    def count(self) -> int | None:
        """Return the number of colors, None if there are more than 255."""
        return None if self._found is None else len(self._found)

    def in_srgb(self, color: ColorDescription) -> tuple[Color, ...] | None:
        """Return the colors in sRGB, None if there are more than 255 or none at all."""
        if not self._found:
            return None
        return _distinct(to_srgb(_strip(sorted(self._found)), color))


def drawn_colors(colors: tuple[Color, ...] | None, spec: VariantSpec) -> tuple[Color, ...] | None:
    """Return the source's colors as a preset draws them, None if there are many because it blends them."""
    if colors is None or spec.overlay or spec.blur:
        return None
    return _distinct(effects.grayscale(_strip(colors)).convert("RGB")) if spec.grayscale else colors


def _strip(colors: Sequence[Color]) -> Image.Image:
    values = bytes(value for each in colors for value in each)
    return Image.frombytes("RGB", (len(colors), 1), values)


def _distinct(strip: Image.Image) -> tuple[Color, ...]:
    values = strip.tobytes()
    return tuple(dict.fromkeys(zip(values[::3], values[1::3], values[2::3], strict=True)))
