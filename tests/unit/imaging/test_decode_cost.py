"""The estimate of the memory for decoding is compared with what a separate process really takes."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

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


@pytest.mark.parametrize("side", [300, 2000])
@pytest.mark.parametrize("name", CASES)
def test_decoding_takes_at_most_the_estimate_and_at_least_a_third(
    name: str, side: int, tmp_path: Path
) -> None:
    mode, format_, options = CASES[name]
    path = tmp_path / "image"
    path.write_bytes(encoded(source(mode), format_, **options))
    run = subprocess.run(
        [sys.executable, "-m", "tests.unit.imaging.peak_memory", str(path), str(side)],
        capture_output=True,
        text=True,
        check=True,
    )
    measured, estimate = map(int, run.stdout.split())
    assert measured <= estimate + LIBRARIES
    assert estimate <= 3 * (measured + LIBRARIES)
