from functools import reduce

import pytest
from PIL import Image, ImageChops, ImageStat

from chalicelib.models import VariantSpec
from tests.golden.cases import EXPECTED, cases, render
from tests.unit.imaging import kernels

# For other releases of encoders and libjpeg, not for a wrong edge, color or orientation, which differs by 26.
MOST_MEAN, MOST_LEVELS = 1.5, 40
# The approved images were rendered with the kernel. Pillow blurs averages again, and in a GIF, a single pixel
# may pass the threshold of alpha.
MOST_MEAN_OF_PILLOW, MOST_PIXELS_OF_PILLOW = 1.6, 1
CASES = {name: (content, spec) for name, content, spec in cases()}


@pytest.mark.parametrize("name", CASES)
def test_a_variant_looks_like_the_approved_image(name: str) -> None:
    kernels.compiled()
    difference = difference_from_approved(name)
    assert max(ImageStat.Stat(difference).mean) < MOST_MEAN
    assert different_pixels(difference) == 0


@pytest.mark.parametrize("name", CASES)
def test_a_variant_looks_the_same_without_the_kernel(name: str) -> None:
    with kernels.pillow_alone():
        difference = difference_from_approved(name)
    assert max(ImageStat.Stat(difference).mean) < MOST_MEAN_OF_PILLOW
    assert different_pixels(difference) <= MOST_PIXELS_OF_PILLOW


def difference_from_approved(name: str) -> Image.Image:
    content, spec = CASES[name]
    actual = render(content, spec).convert("RGBA")
    expected = Image.open(EXPECTED / f"{name}.png")
    assert actual.size == expected.size
    return ImageChops.difference(actual.convert("RGBa"), expected.convert("RGBa"))


def different_pixels(difference: Image.Image) -> int:
    """Return how many pixels differ by too many levels in a channel."""
    largest = reduce(ImageChops.lighter, difference.split())
    return sum(largest.histogram()[MOST_LEVELS:])


def test_every_expected_image_has_a_case() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


def test_a_wrong_orientation_is_noticed() -> None:
    right = Image.open(EXPECTED / "orientation-1.png")
    wrong = render(CASES["orientation-6"][0], VariantSpec(name="golden", width=90, height=60, fit="fill"))
    turned = wrong.convert("RGBA").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    difference = ImageStat.Stat(ImageChops.difference(turned.convert("RGBa"), right.convert("RGBa")))
    assert max(difference.mean) > MOST_MEAN
