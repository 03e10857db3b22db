"""What people upload: one file per format and kind."""

from functools import partial
from pathlib import Path

from PIL import Image

from bench.inputs import corpus
from bench.inputs.drawing import Size, photo
from bench.inputs.files import Input, Save, kept, saving


def files() -> list[Input]:
    """Return the drawn ones, then the real ones."""
    drawn = [
        kept(name, group, partial(photo, size, seed), save)
        for seed, (name, group, size, save) in enumerate(_DRAWN)
    ]
    return drawn + corpus.photos()


def find(name: str) -> Input:
    """Return the input of this name. Raises StopIteration when there is none."""
    return next(each for each in files() if each.name == name)


def _save_with_alpha(image: Image.Image, path: Path) -> None:
    """Make it fade out to one side, with a soft hole: transparent, opaque and everything between."""
    fade = Image.linear_gradient("L").rotate(90).resize(image.size)
    fade.paste(Image.radial_gradient("L").resize((image.width // 2, image.height // 2)))
    image.putalpha(fade)
    image.save(path, "PNG")


def _save_animation(image: Image.Image, path: Path) -> None:
    """Pan over the picture: 24 frames of a palette each."""
    width, height = image.width - 48, image.height
    frames = [image.crop((step, 0, step + width, height)).quantize(256) for step in range(0, 48, 2)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)


_BASELINE_420 = saving("JPEG", quality=92, subsampling=2)
_BASELINE_422 = saving("JPEG", quality=95, subsampling=1)
_PROGRESSIVE = saving("JPEG", quality=92, subsampling=2, progressive=True)

# name, group, size, how to write it; the sizes that 8 does not divide are real cameras' too
_DRAWN: list[tuple[str, str, Size, Save]] = [
    ("JPEG 4:2:0 6 MP", "baseline", (2816, 2112), _BASELINE_420),
    ("JPEG 4:2:0 9.6 MP, 4128x2322", "baseline", (4128, 2322), _BASELINE_420),
    ("JPEG 4:2:0 12 MP", "baseline", (4032, 3024), _BASELINE_420),
    ("JPEG 4:2:2 12 MP", "baseline", (4032, 3024), _BASELINE_422),
    ("JPEG 4:2:0 24 MP", "baseline", (6000, 4000), _BASELINE_420),
    ("JPEG 4:2:2 24 MP", "baseline", (6000, 4000), _BASELINE_422),
    ("JPEG progressive 12 MP", "progressive", (4032, 3024), _PROGRESSIVE),
    ("PNG RGB 5 MP", "png", (2592, 1944), saving("PNG")),
    ("PNG RGBA 5 MP", "png", (2592, 1944), _save_with_alpha),
    ("WebP 12 MP", "webp", (4032, 3024), saving("WEBP", quality=85, method=2)),
    ("AVIF 8 MP", "avif", (3264, 2448), saving("AVIF", quality=75, speed=9)),
    ("GIF animated 0.5 MP, 24 frames", "gif", (848, 600), _save_animation),
]
