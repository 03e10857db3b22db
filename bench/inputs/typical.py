"""Typical uploads: one file for each format and variety."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PIL import Image

from bench.inputs import corpus
from bench.inputs.drawing import Size, photo
from bench.inputs.files import Input, Save, cached, saver

# x265 in pillow-heif, which `bench.quality` adds to Pillow: 12 MP take 20 seconds, and about 3 MB like photos
# of phones.
_HEIC = {"quality": 60, "enc_params": {"preset": "superfast"}}


def _save_ten_bits_heic(image: Image.Image, path: Path) -> None:
    """Save an RGB image with 10 bits per channel, as cameras do for HDR."""
    import pillow_heif  # noqa: PLC0415  only the benchmark's own environment has it

    samples = image.tobytes()
    # A byte twice is the same level in 16 bits.
    doubled = bytearray(2 * len(samples))
    doubled[::2] = doubled[1::2] = samples
    pillow_heif.from_bytes("RGB;16", image.size, bytes(doubled)).save(path, **_HEIC)


def files(*groups: str) -> list[Input]:
    """Return the drawn files, followed by real photos: all, or those of some groups. Draws no others."""
    drawn = [_draw(number) for number, (_, group, *_) in enumerate(_DRAWN) if not groups or group in groups]
    return drawn + [each for each in corpus.photos() if not groups or each.group in groups]


def find(name: str) -> Input:
    """Return the drawn file with this name, without drawing the others. Raises ValueError if none has it."""
    return _draw([drawn for drawn, *_ in _DRAWN].index(name))


def _draw(number: int) -> Input:
    name, group, size, save = _DRAWN[number]
    return cached(name, group, partial(photo, size, number), save)


def _save_with_alpha(image: Image.Image, path: Path) -> None:
    """Save with an alpha channel that covers all values: a fade to one side, and a soft hole."""
    fade = Image.linear_gradient("L").rotate(90).resize(image.size)
    fade.paste(Image.radial_gradient("L").resize((image.width // 2, image.height // 2)))
    image.putalpha(fade)
    image.save(path, "PNG")


def _animation_saver(format_: str, **options: object) -> Save:
    """Return a function that saves an animation. GIF gets a palette for each frame."""

    def save(image: Image.Image, path: Path) -> None:
        frames = _frames(image)
        first, *others = (frame.quantize(256) for frame in frames) if format_ == "GIF" else frames
        first.save(path, format_, save_all=True, append_images=others, duration=80, loop=0, **options)

    return save


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """Pan over the image in 24 frames."""
    width, height = image.width - 48, image.height
    return (image.crop((step, 0, step + width, height)) for step in range(0, 48, 2))


_BASELINE_420 = saver("JPEG", quality=92, subsampling=2)
_BASELINE_422 = saver("JPEG", quality=95, subsampling=1)
_PROGRESSIVE = saver("JPEG", quality=92, subsampling=2, progressive=True)

# Name, group, size, how to save it. Real cameras also produce sizes that 8 does not divide.
_DRAWN: list[tuple[str, str, Size, Save]] = [
    ("JPEG 4:2:0 6 MP", "baseline", (2816, 2112), _BASELINE_420),
    ("JPEG 4:2:0 9.6 MP, 4128x2322", "baseline", (4128, 2322), _BASELINE_420),
    ("JPEG 4:2:0 12 MP", "baseline", (4032, 3024), _BASELINE_420),
    ("JPEG 4:2:2 12 MP", "baseline", (4032, 3024), _BASELINE_422),
    ("JPEG 4:2:0 24 MP", "baseline", (6000, 4000), _BASELINE_420),
    ("JPEG 4:2:2 24 MP", "baseline", (6000, 4000), _BASELINE_422),
    ("JPEG progressive 12 MP", "progressive", (4032, 3024), _PROGRESSIVE),
    ("PNG RGB 5 MP", "png", (2592, 1944), saver("PNG")),
    ("PNG RGBA 5 MP", "png", (2592, 1944), _save_with_alpha),
    ("WebP 12 MP", "webp", (4032, 3024), saver("WEBP", quality=85, method=2)),
    ("AVIF 8 MP", "avif", (3264, 2448), saver("AVIF", quality=75, speed=9)),
    ("HEIC 12 MP", "heic", (4032, 3024), saver("HEIF", **_HEIC)),
    ("HEIC 12 MP, 10 bits", "heic", (4032, 3024), _save_ten_bits_heic),
    ("GIF animated 0.5 MP, 24 frames", "gif", (848, 600), _animation_saver("GIF")),
    ("JPEG 4:2:0 0.3 MP", "baseline", (640, 480), _BASELINE_420),
    (
        "WebP animated 0.5 MP, 24 frames",
        "animated webp",
        (848, 600),
        _animation_saver("WEBP", quality=85, method=2),
    ),
    ("APNG 0.5 MP, 24 frames", "apng", (848, 600), _animation_saver("PNG")),
]
