"""The images to encode: the corpus' camera photos, scaled down, and drawings with an alpha channel."""

from collections.abc import Iterator
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from bench.inputs import corpus

# Shapes are drawn larger and averaged, so that their edges are smooth.
_OVERSAMPLING = 4
_SHAPES = 30
_SHADOW = 0.02


def photos(side: int, count: int) -> Iterator[Image.Image]:
    """Return photos of at most `side` x `side` pixels, evenly chosen from all: RGB without a profile."""
    files = corpus.camera()
    for number in range(min(count, len(files))):
        with Image.open(files[number * len(files) // min(count, len(files))].path) as image:
            small = image.convert("RGB")
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
        small.info.clear()
        yield small


def drawings(side: int, count: int) -> Iterator[Image.Image]:
    """Draw images in RGBA: flat shapes with smooth edges over a soft shadow, on a transparent ground."""
    return (_drawing(side, seed) for seed in range(count))


def _drawing(side: int, seed: int) -> Image.Image:
    random = Random(seed)  # noqa: S311 -- an image, not a secret
    large = side * _OVERSAMPLING
    shapes = Image.new("RGBA", (large, large))
    draw = ImageDraw.Draw(shapes)
    for _ in range(_SHAPES):
        color = (*(random.randrange(0, 256, 15) for _ in "RGB"), random.choice((255, 255, 255, 160)))
        x, y = random.uniform(0.05, 0.8) * large, random.uniform(0.05, 0.8) * large
        width, height = (random.uniform(0.02, 0.3) * large for _ in "xy")
        kind = random.choice((draw.ellipse, draw.rectangle, draw.line))
        kind((x, y, x + width, y + height), fill=color)
    small = shapes.reduce(_OVERSAMPLING)
    shadow = Image.new("RGBA", small.size)
    shadow.putalpha(
        small.getchannel("A").filter(ImageFilter.GaussianBlur(_SHADOW * side)).point(lambda level: level // 2)
    )
    return Image.alpha_composite(shadow, small)
