"""The estimate of the memory for decoding is compared with what a separate process really takes."""

import struct
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path
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
        image = image.quantize(64)
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


# Half of the size, for which everything is decoded at full size.
LARGE = ("jpeg", "png-alpha", "webp-alpha", "avif-alpha", "tiff-gray16")


@pytest.mark.parametrize(
    ("name", "side"), [*((name, 300) for name in CASES), *((name, 2000) for name in LARGE)]
)
def test_decoding_takes_at_most_the_estimate_and_at_least_a_third(
    name: str, side: int, tmp_path: Path
) -> None:
    mode, format_, options = CASES[name]
    content = encoded(source(mode), format_, **options)
    measured, estimate = _measured(content, side, tmp_path / "image")
    assert measured <= estimate + LIBRARIES
    assert estimate <= 3 * (measured + LIBRARIES)


def _measured(content: bytes, side: int, path: Path) -> tuple[int, int]:
    """Return the memory in bytes that rendering takes, and the estimate."""
    path.write_bytes(content)
    run = subprocess.run(
        [sys.executable, "-m", "tests.unit.imaging.peak_memory", str(path), str(side)],
        capture_output=True,
        text=True,
        check=True,
    )
    measured, estimate = map(int, run.stdout.split())
    return measured, estimate


@pytest.mark.parametrize("side", [300, 2000])
def test_the_search_for_missing_pixels_is_in_the_estimate(side: int, tmp_path: Path) -> None:
    whole = encoded(source("RGB"), "jpeg")
    measured, estimate = _measured(whole.removesuffix(b"\xff\xd9"), side, tmp_path / "image")
    assert measured <= estimate + LIBRARIES


@pytest.mark.parametrize("side", [300, 2000])
def test_the_low_bytes_of_a_transparent_color_are_in_the_estimate(side: int, tmp_path: Path) -> None:
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
    measured, estimate = _measured(content, side, tmp_path / "image")
    assert measured <= estimate + LIBRARIES
