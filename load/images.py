"""Draws the pictures that are sent: each one different, and the same in every run."""

from io import BytesIO
from random import Random

from PIL import Image, ImageChops
from PIL.Image import Resampling

FORMATS = ("jpeg", "png", "webp")
SMALL_SIDES = (200, 600)
"""The shortest and the longest side of a small picture, in pixels."""

# As many colours along each side as a thumbnail has pixels: blown up, they give soft shapes.
_PATCHES = 12
_QUALITY = 85
# One part in so many of the full range.
_GRAIN = 10


def small(number: int, format_: str) -> bytes:
    """Return the small picture of this number, encoded."""
    random = Random(number)  # noqa: S311 - a picture, not a secret
    patches = Image.frombytes("RGB", (_PATCHES, _PATCHES), random.randbytes(_PATCHES * _PATCHES * 3))
    size = (random.randint(*SMALL_SIDES), random.randint(*SMALL_SIDES))
    return _encoded(patches.resize(size, Resampling.BICUBIC), format_)


def grainy(scene: Image.Image) -> Image.Image:
    """Return the scene with a sensor's noise, so that its JPEG is as large as a camera's."""
    random = Random(0)  # noqa: S311 - a picture, not a secret
    noise = Image.frombytes("L", scene.size, random.randbytes(scene.width * scene.height))
    faint = noise.point([value // _GRAIN for value in range(256)])
    return ImageChops.subtract(scene, Image.merge("RGB", (faint, faint, faint)))


def large(number: int, scene: Image.Image) -> bytes:
    """Return the scene as a JPEG, pushed around its edges: no pixel stays where another picture has it."""
    random = Random(number)  # noqa: S311 - a picture, not a secret
    shifted = ImageChops.offset(scene, random.randrange(scene.width), random.randrange(scene.height))
    return _encoded(shifted, "jpeg")


def truncated(content: bytes) -> bytes:
    """Return the first half of a file, as a connection that broke would leave it."""
    return content[: len(content) // 2]


def text(number: int) -> bytes:
    """Return what somebody wrote."""
    return f"This is letter {number}, and no picture.\n".encode() * 20


def noise(number: int) -> bytes:
    """Return random bytes; the first one is 0, with which no format begins."""
    return bytes(1) + Random(number).randbytes(5_000)  # noqa: S311 - a file, not a secret


def _encoded(picture: Image.Image, format_: str) -> bytes:
    buffer = BytesIO()
    # Method 0 and level 1: they are drawn by the thousand, and read once.
    picture.save(buffer, format_, quality=_QUALITY, method=0, compress_level=1)
    return buffer.getvalue()
