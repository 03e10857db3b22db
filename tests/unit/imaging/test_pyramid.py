"""Which image each level of the pyramid is scaled from."""

import pytest
from PIL import Image

from chalicelib.imaging import kernel_resample
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.decoding.decode import Decoded
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.resample import resize
from tests.unit.imaging.kernels import compiled
from tests.unit.imaging.samples import photo

pytestmark = pytest.mark.also_without_kernel

Size = tuple[int, int]

DECODED = photo(400, 300)


def levels(*sizes: Size) -> list[bytes]:
    pyramid = Pyramid(Decoded(DECODED, (0, 0, *DECODED.size), 1), 1, ColorDescription())
    return [pyramid.at(*size).tobytes() for size in sizes]


def scaled(*sizes: Size) -> bytes:
    """Scale the decoded image to each size in turn."""
    image = DECODED
    for size in sizes:
        image = resize(image, size, (0, 0, *image.size))
    return image.tobytes()


def test_small_sizes_are_scaled_from_larger_ones() -> None:
    assert levels((160, 120), (80, 60)) == [scaled((160, 120)), scaled((160, 120), (80, 60))]


def test_a_size_of_almost_all_pixels_is_not_scaled_again() -> None:
    large, medium, small = levels((320, 240), (160, 120), (80, 60))
    assert large == scaled((320, 240))
    assert medium == scaled((160, 120)) != scaled((320, 240), (160, 120))
    assert small == scaled((160, 120), (80, 60))


def test_a_size_that_is_nearly_the_same_is_not_used() -> None:
    assert levels((160, 120), (120, 90))[1] == scaled((120, 90))


def test_the_same_size_has_the_same_pixels() -> None:
    assert levels((320, 240), (320, 240)) == [scaled((320, 240))] * 2


@pytest.mark.parametrize(("mode", "expected"), [("RGB", "RGB"), ("RGBA", "RGBA"), ("RGBa", "RGBA")])
def test_an_image_of_the_wanted_size_stays_as_it_is(mode: str, expected: str) -> None:
    compiled()
    image = photo(40, 30).convert("RGBA")
    image.putalpha(Image.radial_gradient("L").resize(image.size))
    image = image.convert("RGB") if mode == "RGB" else image.convert(mode)
    found = kernel_resample.resize(image, image.size, (0, 0, *image.size), 1)
    assert found is not image
    assert (found.mode, found.tobytes()) == (expected, image.convert(expected).tobytes())
