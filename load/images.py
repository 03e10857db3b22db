"""Create the files to upload. Each number gives a different file, and the same one in every run."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from random import Random

from PIL import Image, ImageChops
from PIL.Image import Resampling

from load.plan import Item, Kind
from local.sample.landscape import landscape

SMALL_SIDES = (200, 600)
"""The shortest and the longest side of a small image, in pixels."""

# Number of colors along each side. Enlarged, they give soft shapes.
_PATCHES = 12
_QUALITY = 85
# The noise covers 1/_GRAIN of the full range.
_GRAIN = 10
# The number of files that a process gets at a time.
_BATCH = 25


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


def _encoded(image: Image.Image, format_: str) -> bytes:
    buffer = BytesIO()
    # The fastest settings: thousands of files are written, and each is read once.
    image.save(buffer, format_, quality=_QUALITY, method=0, compress_level=1)
    return buffer.getvalue()


def write_inputs(items: Sequence[Item], folder: Path) -> None:
    """Write the file of every item into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for _ in pool.map(partial(_write, folder), items, chunksize=_BATCH):
            pass


def content_of(item: Item) -> bytes:
    """Return the content of an item's file."""
    match item.kind:
        case Kind.LARGE:
            return large(item.number, _scene())
        case Kind.SMALL:
            return small(item.number, item.format)
        case Kind.TRUNCATED:
            content = small(item.number, item.format)
            return content[: len(content) // 2]
        case Kind.TEXT:
            return f"This is text file {item.number}, not an image.\n".encode() * 20
        case Kind.NOISE:
            # No image format starts with 0.
            return bytes(1) + Random(item.number).randbytes(5_000)  # noqa: S311 - a file, not a secret


def _write(folder: Path, item: Item) -> None:
    (folder / item.filename).write_bytes(content_of(item))


@cache
def _scene() -> Image.Image:
    """Return the sample image of the local stack with noise (3000 x 4000), drawn once per process."""
    return grainy(landscape())
