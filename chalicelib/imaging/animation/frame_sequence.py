"""The frames of one animated variant, which need not all be in memory."""

from collections.abc import Iterator
from typing import Protocol

from PIL import Image


class Frames(Protocol):
    """Complete images, all RGB or all RGBA, that can be iterated several times.

    Each iteration may decode and draw them again, so an encoder should hold only a few of them.
    """

    def __len__(self) -> int:
        """Return the number of frames."""

    def __iter__(self) -> Iterator[Image.Image]:
        """Return the frames, which must not be changed. Raises Rejected or OutOfTime."""


def mode(*, has_alpha: bool) -> str:
    """Return the mode of the frames of an animation."""
    return "RGBA" if has_alpha else "RGB"


def in_mode(image: Image.Image, mode: str) -> Image.Image:
    """Return the image in this mode."""
    return image if image.mode == mode else image.convert(mode)
