"""What the generated files show: flat patches and a gradient, so that each turn of it looks different."""

from collections.abc import Sequence

from PIL import Image

Rgba = tuple[int, int, int, int]
SIZES = ("64x48", "48x64", "33x47", "96x64", "50x34", "17x16")

RED, GREEN, BLUE, SAND = (200, 60, 40), (60, 160, 80), (50, 70, 190), (210, 180, 120)
YELLOW = (240, 220, 30)
# In the binary form, what is below this is transparent and the rest opaque.
_HALF = 128


def size(text: str) -> tuple[int, int]:
    """Return width and height of a size such as `64x48`."""
    width, height = text.split("x")
    return int(width), int(height)


def scene(width: int, height: int, alpha: str = "") -> Image.Image:
    """Return an RGBA image: red, green, blue and sand quarters with a gray gradient across the middle.

    `alpha` is empty for an opaque image. `soft` makes the green quarter half transparent and the lower
    half of the blue one transparent; `binary` makes both transparent.
    """
    image = Image.new("RGBA", (width, height), (*RED, 255))
    across, down = width // 2, height // 2
    opacity = {"": 255, "soft": _HALF, "binary": 0}[alpha]
    image.paste((*GREEN, opacity), (across, 0, width, down))
    image.paste((*BLUE, 255), (0, down, across, height))
    image.paste((*SAND, 255), (across, down, width, height))
    if alpha:
        image.paste((*BLUE, 0), (0, (down + height) // 2, across, height))
    band = Image.linear_gradient("L").rotate(90).resize((width, max(1, height // 4)))
    image.paste(Image.merge("RGBA", (band, band, band, Image.new("L", band.size, 255))), (0, height * 3 // 8))
    return image


def moved(width: int, height: int, frame: int, alpha: str = "") -> Image.Image:
    """Return frame `frame` of an animation: the scene with a bar that moves down."""
    image = scene(width, height, alpha)
    top = (frame * height // 5) % height
    image.paste((*YELLOW, 255), (0, top, width, min(height, top + max(1, height // 6))))
    return image


def pixels(image: Image.Image) -> list[Rgba]:
    """Return the pixels of an RGBA image, row by row."""
    data = image.tobytes()
    return [(data[at], data[at + 1], data[at + 2], data[at + 3]) for at in range(0, len(data), 4)]


def luma(pixel: Sequence[int]) -> int:
    """Return the gray that a pixel becomes in files without color."""
    return (pixel[0] * 299 + pixel[1] * 587 + pixel[2] * 114) // 1000
