import pytest
from PIL import Image, ImageChops, ImageStat

from chalicelib.models import VariantSpec
from tests.golden.cases import EXPECTED, cases, render

CASES = {name: (content, spec) for name, content, spec in cases()}


@pytest.mark.parametrize("name", CASES)
def test_a_variant_looks_like_the_approved_image(name: str) -> None:
    content, spec = CASES[name]
    actual = render(content, spec).convert("RGBA")
    expected = Image.open(EXPECTED / f"{name}.png")
    assert actual.size == expected.size
    difference = ImageStat.Stat(ImageChops.difference(actual.convert("RGBa"), expected.convert("RGBa")))
    # Tolerates other releases of encoders or libjpeg, but not a wrong edge, color or orientation.
    assert max(difference.mean) < 1.5
    assert max(high for _, high in difference.extrema) < 40


def test_every_expected_image_has_a_case() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


def test_a_wrong_orientation_is_noticed() -> None:
    right = Image.open(EXPECTED / "orientation-1.png")
    wrong = render(CASES["orientation-6"][0], VariantSpec(name="golden", width=90, height=60, fit="fill"))
    turned = wrong.convert("RGBA").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    difference = ImageStat.Stat(ImageChops.difference(turned.convert("RGBa"), right.convert("RGBa")))
    assert max(difference.mean) > 1.5
