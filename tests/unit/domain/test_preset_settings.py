"""Errors in the settings of a preset name the preset, the setting and its value."""

import json

import pytest
from msgspec import structs

from chalicelib.domain.presets import Presets
from chalicelib.models import VariantSpec
from tests.unit.domain.presets_errors import error_in, file, preset

POSITIONS = (
    '"bottom", "bottom left", "bottom right", "center", "left", "right", "top", "top left", "top right",'
    ' "attention", "entropy", "face"'
)
FILE_NAME = 'the name of a file beside the presets file, such as "logo.png"'
FORMATS = '"source", "avif", "gif", "jpeg", "png", "webp"'


@pytest.mark.parametrize(
    ("setting", "value", "allowed"),
    [
        ("width", 0, "a whole number from 1 to 16383, not 0"),
        ("width", 16384, "a whole number from 1 to 16383, not 16384"),
        ("height", "300", 'a whole number from 1 to 16383, not "300"'),
        ("height", True, "a whole number from 1 to 16383, not true"),
        ("height", 1.5, "a whole number from 1 to 16383, not 1.5"),
        ("height", None, "a whole number from 1 to 16383, not null"),
        ("fit", "crop", 'one of "contain", "cover", "fill", "inside", "outside", not "crop"'),
        (
            "position",
            "north",
            f'one of {POSITIONS}, not "north"',
        ),
        ("format", "tiff", 'one of "source", "avif", "gif", "jpeg", "png", "webp", not "tiff"'),
        ("quality", 101, 'a whole number from 1 to 100 or "best", not 101'),
        ("background", "red", 'a color such as "#ffffff" or, with transparency, "#ffffff80", not "red"'),
        ("enlarge", "yes", 'true or false, not "yes"'),
        ("keep", ["gps"], 'a list of some of "copyright", "provenance", "rights", not ["gps"]'),
        ("formats", ["tiff"], f'a list of some of {FORMATS}, not ["tiff"]'),
        ("sharpen", 1, "true or false, not 1"),
        ("blur", -1, "a number from 0 to 100, not -1"),
        ("blur", True, "a number from 0 to 100, not true"),
        ("overlay", "logo.png", 'an object with settings such as image, not "logo.png"'),
        ("expire_after_days", 0, "a whole number from 1 to 3650, not 0"),
        ("keep", "rights", 'a list of some of "copyright", "provenance", "rights", not "rights"'),
    ],
)
def test_an_invalid_value_is_reported_with_its_preset_and_setting(
    setting: str, value: object, allowed: str
) -> None:
    assert error_in(file(preset(**{setting: value}))) == f'preset "square", {setting}: must be {allowed}'


def test_every_setting_has_a_description_of_its_values() -> None:
    for field in structs.fields(VariantSpec):
        assert f"{field.name}: must be " in error_in(file(preset(**{field.name: [{}]})))


@pytest.mark.parametrize(
    ("overlay", "error"),
    [
        ({}, ", overlay.image: is missing"),
        (
            {"image": "../secret.png"},
            f', overlay.image: must be {FILE_NAME}, not "../secret.png"',
        ),
        (
            {"image": "a.png", "margin": -1},
            ", overlay.margin: must be a whole number from 0 to 16383, not -1",
        ),
        (
            {"image": "a.png", "opacity": 0},
            ", overlay.opacity: must be a number above 0 and up to 1, not 0",
        ),
        (
            {"image": "a.png", "sha256": "00"},
            ': there is no setting "overlay.sha256"; the settings are image, position, margin, opacity, tile',
        ),
    ],
)
def test_an_invalid_overlay_is_reported_with_its_preset_and_setting(
    overlay: dict[str, object], error: str
) -> None:
    assert error_in(file(preset(overlay=overlay))) == f'preset "square"{error}'


def test_an_overlay_setting_that_is_there_twice_is_reported() -> None:
    text = file(preset(overlay={"image": "a.png"})).replace(b'"image"', b'"image": "b.png", "image"')
    assert error_in(text) == 'preset "square", overlay: "image" is there twice'


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_have_is_reported(number: str) -> None:
    text = file(preset(blur=1)).replace(b'"blur": 1', f'"blur": {number}'.encode())
    assert error_in(text).startswith('preset "square", blur: must be a number from 0 to 100')


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "ä", "x" * 65, "a\n", 1])
def test_a_preset_with_an_invalid_name_is_reported_by_position(name: object) -> None:
    shown = json.dumps(name, ensure_ascii=False)[:60]
    error = error_in(file(preset(), preset(name=name)))
    assert error.startswith("preset 2, name: must be 1 to 64 letters, digits, hyphens and underscores")
    assert f"not {shown}" in error


def test_a_preset_without_any_side_is_reported() -> None:
    item = {"name": "square"}
    assert error_in(file(item)) == 'preset "square", width: is missing; give a width, a height or both'


@pytest.mark.parametrize("fit", ["cover", "contain", "fill"])
@pytest.mark.parametrize(("given", "missing"), [("width", "height"), ("height", "width")])
def test_a_fit_that_fills_a_box_needs_both_sides(fit: str, given: str, missing: str) -> None:
    error = error_in(file({"name": "square", given: 300, "fit": fit}))
    assert error == f'preset "square", {missing}: is missing; the fit "{fit}" needs a width and a height'


@pytest.mark.parametrize("fit", [{}, {"fit": "inside"}, {"fit": "outside"}])
@pytest.mark.parametrize("side", ["width", "height"])
def test_other_fits_need_one_side_alone(fit: dict[str, str], side: str) -> None:
    (spec,) = Presets.from_json(file({"name": "square", side: 300, **fit})).presets
    assert {spec.width, spec.height} == {300, None}


@pytest.mark.parametrize(
    ("position", "fit", "needed"),
    [
        ("attention", "contain", '"cover"'),
        ("face", "inside", '"cover"'),
        ("top left", "inside", '"cover" or "contain"'),
        ("right", "fill", '"cover" or "contain"'),
        ("bottom", "outside", '"cover" or "contain"'),
    ],
)
def test_a_position_that_the_fit_has_no_use_for_is_reported(position: str, fit: str, needed: str) -> None:
    error = error_in(file(preset(position=position, fit=fit)))
    assert error == f'preset "square", position: "{position}" needs the fit {needed}, not "{fit}"'


@pytest.mark.parametrize("fit", ["inside", "contain", "fill", "outside"])
def test_entropy_is_still_accepted_with_every_fit(fit: str) -> None:
    assert Presets.from_json(file(preset(position="entropy", fit=fit)))


def test_format_and_formats_exclude_each_other() -> None:
    error = error_in(file(preset(format="webp", formats=["avif"])))
    assert error == 'preset "square", formats: cannot be combined with format; give one of them'


def test_an_empty_list_of_formats_is_reported() -> None:
    assert error_in(file(preset(formats=[]))) == 'preset "square", formats: must name at least one format'


def test_a_format_that_is_there_twice_is_reported() -> None:
    error = error_in(file(preset(formats=["avif", "jpeg", "avif"])))
    assert error == 'preset "square", formats: "avif" is there twice'
