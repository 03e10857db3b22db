import pytest
from PIL import Image, ImageChops, ImageStat

from chalicelib.models import VariantSpec
from tests.golden.cases import EXPECTED, cases, render

CASES = {name: (content, spec) for name, content, spec in cases()}


@pytest.mark.parametrize("name", CASES)
def test_a_variant_looks_as_the_image_that_was_looked_at(name: str) -> None:
    content, spec = CASES[name]
    actual = render(content, spec).convert("RGBA")
    expected = Image.open(EXPECTED / f"{name}.png")
    assert actual.size == expected.size
    difference = ImageStat.Stat(ImageChops.difference(actual.convert("RGBa"), expected.convert("RGBa")))
    # Room for another release of an encoder or of libjpeg, not for a wrong edge, colour or turn.
    assert max(difference.mean) < 1.5
    assert max(high for _, high in difference.extrema) < 40


def test_every_expected_image_has_its_case() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


def test_a_wrong_turn_is_noticed() -> None:
    right = Image.open(EXPECTED / "orientation-1.png")
    wrong = render(CASES["orientation-6"][0], VariantSpec(name="golden", width=90, height=60, fit="fill"))
    turned = wrong.convert("RGBA").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    difference = ImageStat.Stat(ImageChops.difference(turned.convert("RGBa"), right.convert("RGBa")))
    assert max(difference.mean) > 1.5
