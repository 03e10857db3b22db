"""What a decoder shows of a file, measured so that decoders can be compared."""

from dataclasses import dataclass

from PIL import Image

from tests.differential.grid import Grid, grid_of

_WHITE, _BLACK = (255, 255, 255, 255), (0, 0, 0, 255)


@dataclass(frozen=True, slots=True)
class Frame:
    """The mean colors of one image over a white and over a black background. Duration in milliseconds."""

    light: Grid
    dark: Grid
    duration: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """An upright image or animation in sRGB. `plays` is 0 for endless.

    `whole` is False if the decoder reported missing or broken data and showed what it could.
    """

    width: int
    height: int
    frames: tuple[Frame, ...]
    plays: int = 1
    whole: bool = True


def measured(rgba: bytes, width: int, height: int, duration: float = 0.0) -> Frame:
    """Measure pixels of four bytes: red, green, blue, alpha, not premultiplied."""
    image = Image.frombytes("RGBA", (width, height), rgba)
    light, dark = (
        grid_of(Image.alpha_composite(Image.new("RGBA", image.size, background), image).convert("RGB"))
        for background in (_WHITE, _BLACK)
    )
    return Frame(light, dark, duration)
