from collections.abc import Iterator
from functools import reduce

import pytest
from PIL import Image, ImageChops, ImageStat

from chalicelib.models import VariantSpec
from tests.golden.cases import EXPECTED, cases, render
from tests.unit.imaging import kernels

# A wrong orientation differs by 26.
MOST_MEAN = 2
CASES = {name: (content, spec) for name, content, spec in cases()}


@pytest.fixture(params=["kernel", "Pillow"])
def _way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Render in one of both ways. They differ less than the tolerance."""
    if request.param == "kernel":
        kernels.compiled()
        yield
    else:
        with kernels.pillow_alone():
            yield


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("name", CASES)
def test_a_variant_looks_like_the_approved_image(name: str) -> None:
    content, spec = CASES[name]
    actual = render(content, spec).convert("RGBA")
    expected = Image.open(EXPECTED / f"{name}.png")
    assert actual.size == expected.size
    difference = ImageChops.difference(actual.convert("RGBa"), expected.convert("RGBa"))
    # Tolerates other releases of encoders or libjpeg, and the kernel's and Pillow's resampling, but not a
    # wrong edge, color or orientation. In a GIF, a single pixel may pass the threshold of alpha.
    assert max(ImageStat.Stat(difference).mean) < MOST_MEAN
    assert different_pixels(difference, 40) <= actual.width * actual.height / 1000


def different_pixels(difference: Image.Image, levels: int) -> int:
    """Return how many pixels differ by at least this many levels in a channel."""
    largest = reduce(ImageChops.lighter, difference.split())
    return sum(largest.histogram()[levels:])


def test_every_expected_image_has_a_case() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


def test_a_wrong_orientation_is_noticed() -> None:
    right = Image.open(EXPECTED / "orientation-1.png")
    wrong = render(CASES["orientation-6"][0], VariantSpec(name="golden", width=90, height=60, fit="fill"))
    turned = wrong.convert("RGBA").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    difference = ImageStat.Stat(ImageChops.difference(turned.convert("RGBa"), right.convert("RGBa")))
    assert max(difference.mean) > MOST_MEAN
