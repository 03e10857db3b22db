"""The estimate of the memory for decoding is compared with what a separate process really takes."""

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from PIL import Image

from tests.unit.imaging.container_files import PNG_SIGNATURE, chunk
from tests.unit.imaging.samples import encoded, photo

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc"),
]

# Large enough that the libraries' own memory, which does not depend on the image, hardly matters.
SIZE = (4000, 2500)
LIBRARIES = 24_000_000


@cache
def source(mode: str) -> Image.Image:
    image = photo(*SIZE)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize(SIZE))
    elif mode == "P":
        image = image.quantize(64, Image.Quantize.FASTOCTREE)  # much faster than the default
    elif mode != "RGB":
        image = image.convert("L" if mode == "I;16" else mode).convert(mode)
    return image


CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "jpeg": ("RGB", "jpeg", {}),
    "jpeg-gray": ("L", "jpeg", {}),
    "jpeg-cmyk": ("CMYK", "jpeg", {}),
    "jpeg-progressive": ("RGB", "jpeg", {"progressive": True}),
    "jpeg-progressive-444": ("RGB", "jpeg", {"progressive": True, "subsampling": 0}),
    "png": ("RGB", "png", {"compress_level": 1}),
    "png-alpha": ("RGBA", "png", {"compress_level": 1}),
    "png-gray": ("L", "png", {"compress_level": 1}),
    "png-gray16": ("I;16", "png", {"compress_level": 1}),
    "png-palette": ("P", "png", {"compress_level": 1}),
    "webp": ("RGB", "webp", {"method": 0}),
    "webp-alpha": ("RGBA", "webp", {"method": 0}),
    "webp-lossless": ("RGB", "webp", {"method": 0, "lossless": True, "quality": 0}),
    "webp-lossless-alpha": ("RGBA", "webp", {"method": 0, "lossless": True, "quality": 0}),
    "avif": ("RGB", "avif", {"speed": 10}),
    "avif-444": ("RGB", "avif", {"speed": 10, "subsampling": "4:4:4"}),
    "avif-alpha": ("RGBA", "avif", {"speed": 10}),
    "bmp": ("RGB", "bmp", {}),
    "tiff": ("RGB", "tiff", {}),
    "tiff-lzw": ("RGB", "tiff", {"compression": "tiff_lzw"}),
    "tiff-lzw-alpha": ("RGBA", "tiff", {"compression": "tiff_lzw"}),
    "tiff-gray16": ("I;16", "tiff", {}),
    "gif": ("P", "gif", {}),
}


SMALL, LARGE = 300, 2000
"""Sides of variants. For the large one, half of the size, everything is decoded at full size."""
ALSO_LARGE = ("jpeg", "png-alpha", "webp-alpha", "avif-alpha", "tiff-gray16")

Measure = Callable[[bytes, int], tuple[int, int]]


@pytest.fixture(scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measure]:
    """A function that returns the memory in bytes that rendering takes, and the estimate."""
    path = tmp_path_factory.mktemp("decode-cost") / "image"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.imaging.peak_memory"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        tasks, results = process.stdin, process.stdout
        assert tasks
        assert results

        def measured(content: bytes, side: int) -> tuple[int, int]:
            path.write_bytes(content)
            tasks.write(json.dumps([str(path), side]) + "\n")
            tasks.flush()
            memory, estimate = json.loads(results.readline())
            return memory, estimate

        # The process ends when its input does.
        yield measured


@pytest.mark.parametrize("name", CASES)
def test_decoding_takes_at_most_the_estimate_and_at_least_a_third(name: str, measure: Measure) -> None:
    mode, format_, options = CASES[name]
    content = encoded(source(mode), format_, **options)
    for side in (SMALL, LARGE) if name in ALSO_LARGE else (SMALL,):
        measured, estimate = measure(content, side)
        assert measured <= estimate + LIBRARIES
        assert estimate <= 3 * (measured + LIBRARIES)


@pytest.mark.parametrize("side", [SMALL, LARGE])
def test_the_search_for_missing_pixels_is_in_the_estimate(side: int, measure: Measure) -> None:
    whole = encoded(source("RGB"), "jpeg")
    measured, estimate = measure(whole.removesuffix(b"\xff\xd9"), side)
    assert measured <= estimate + LIBRARIES


@pytest.mark.parametrize("side", [SMALL, LARGE])
def test_the_low_bytes_of_a_transparent_color_are_in_the_estimate(side: int, measure: Measure) -> None:
    width, height = SIZE
    row = bytes(1 + 6 * width)
    content = b"".join(
        (
            PNG_SIGNATURE,
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)),
            chunk(b"tRNS", bytes(6)),
            chunk(b"IDAT", zlib.compress(row * height, 1)),
            chunk(b"IEND", b""),
        )
    )
    measured, estimate = measure(content, side)
    assert measured <= estimate + LIBRARIES
