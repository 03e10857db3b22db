"""Create the images to upload. Each number gives a different image, and the same one in every run."""

from io import BytesIO
from random import Random

from PIL import Image, ImageChops
from PIL.Image import Resampling

FORMATS = ("jpeg", "png", "webp")
SMALL_SIDES = (200, 600)
"""The shortest and the longest side of a small image, in pixels."""

# Number of colors along each side. Enlarged, they give soft shapes.
_PATCHES = 12
_QUALITY = 85
# The noise covers 1/_GRAIN of the full range.
_GRAIN = 10


def small(number: int, format_: str) -> bytes:
    """Return the small image with this number as an encoded file."""
    random = Random(number)  # noqa: S311 - an image, not a secret
    patches = Image.frombytes("RGB", (_PATCHES, _PATCHES), random.randbytes(_PATCHES * _PATCHES * 3))
    size = (random.randint(*SMALL_SIDES), random.randint(*SMALL_SIDES))
    return _encoded(patches.resize(size, Resampling.BICUBIC), format_)


def grainy(scene: Image.Image) -> Image.Image:
    """Return the scene with sensor noise, so that its JPEG is as large as a camera's."""
    random = Random(0)  # noqa: S311 - an image, not a secret
    noise = Image.frombytes("L", scene.size, random.randbytes(scene.width * scene.height))
    faint = noise.point([value // _GRAIN for value in range(256)])
    return ImageChops.subtract(scene, Image.merge("RGB", (faint, faint, faint)))


def large(number: int, scene: Image.Image) -> bytes:
    """Return the scene as a JPEG, shifted with wraparound by an amount that depends on the number."""
    random = Random(number)  # noqa: S311 - an image, not a secret
    shifted = ImageChops.offset(scene, random.randrange(scene.width), random.randrange(scene.height))
    return _encoded(shifted, "jpeg")


def truncated(content: bytes) -> bytes:
    """Return the first half of a file, as a broken connection would leave it."""
    return content[: len(content) // 2]


def text(number: int) -> bytes:
    """Return a text file."""
    return f"This is text file {number}, not an image.\n".encode() * 20


def noise(number: int) -> bytes:
    """Return random bytes that start with 0, which no image format does."""
    return bytes(1) + Random(number).randbytes(5_000)  # noqa: S311 - a file, not a secret


def _encoded(image: Image.Image, format_: str) -> bytes:
    buffer = BytesIO()
    # The fastest settings: thousands of files are written, and each is read once.
    image.save(buffer, format_, quality=_QUALITY, method=0, compress_level=1)
    return buffer.getvalue()
