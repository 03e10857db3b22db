import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from chalicelib.imaging.decoding.png import InflatingPngFile
from tests.unit.imaging.hostile import png, valid
from tests.unit.imaging.samples import encoded, photo

pytestmark = pytest.mark.also_without_kernel

MODES = ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(1, 1), (7, 5), (500, 400)])
@pytest.mark.parametrize("level", [0, 9])
def test_every_pixel_is_the_same_as_in_pillow(mode: str, size: tuple[int, int], level: int) -> None:
    image = photo(*size).convert("L").convert(mode) if mode == "I;16" else photo(*size).convert(mode)
    content = encoded(image, "png", compress_level=level)
    assert InflatingPngFile(BytesIO(content)).tobytes() == PngImageFile(BytesIO(content)).tobytes()


def test_the_first_frame_of_an_animation_is_read() -> None:
    content = dict(valid())["animated.png"]
    assert InflatingPngFile(BytesIO(content)).tobytes() == PngImageFile(BytesIO(content)).tobytes()


def test_a_truncated_file_is_an_error() -> None:
    content = encoded(photo(300, 200), "png")
    with pytest.raises(OSError, match="truncated"):
        InflatingPngFile(BytesIO(content[: len(content) // 2])).load()


def test_too_few_pixels_are_an_error() -> None:
    with pytest.raises(OSError, match=r"truncated|not enough|broken"):
        InflatingPngFile(BytesIO(png(100, 100, zlib.compress(bytes(50))))).load()


def test_data_after_the_pixels_is_ignored() -> None:
    content = png(10, 10, zlib.compress(bytes(5_000_000)))
    image: Image.Image = InflatingPngFile(BytesIO(content))
    assert image.getextrema() == (0, 0)
