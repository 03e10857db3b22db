"""Errors in a presets file name the preset, the setting and its value."""

import json
from typing import Any

import pytest
from msgspec import structs

from chalicelib.domain.presets import Presets
from chalicelib.domain.presets_file import MAX_BYTES
from chalicelib.errors import ConfigurationError
from chalicelib.models import VariantSpec


def preset(**settings: object) -> dict[str, object]:
    return {"name": "square", "width": 300, "height": 300, **settings}


def file(*presets: object, default: object = ("square",), **fields: object) -> bytes:
    return json.dumps({"presets": presets, "default": default, **fields}).encode()


def error_in(text: bytes) -> str:
    with pytest.raises(ConfigurationError) as caught:
        Presets.from_json(text)
    return str(caught.value).removeprefix("presets.json: ")


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
        ("position", "top", 'one of "center", "entropy", not "top"'),
        ("format", "tiff", '"source" or one of "avif", "gif", "jpeg", "png", "webp", not "tiff"'),
        ("quality", 101, 'a whole number from 1 to 100 or "best", not 101'),
        ("background", "red", 'a color such as "#ffffff" or, with transparency, "#ffffff80", not "red"'),
        ("enlarge", "yes", 'true or false, not "yes"'),
        ("keep", ["gps"], 'a list of some of "copyright", "provenance", "rights", not ["gps"]'),
        ("keep", "rights", 'a list of some of "copyright", "provenance", "rights", not "rights"'),
    ],
)
def test_an_invalid_value_is_reported_with_its_preset_and_setting(
    setting: str, value: object, allowed: str
) -> None:
    assert error_in(file(preset(**{setting: value}))) == f'preset "square", {setting}: must be {allowed}'


def test_every_setting_has_a_description_of_its_values() -> None:
    for field in structs.fields(VariantSpec):
        assert f"{field.name}: must be " in error_in(file(preset(**{field.name: {}})))


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "ä", "x" * 65, 1])
def test_a_preset_with_an_invalid_name_is_reported_by_position(name: object) -> None:
    shown = json.dumps(name, ensure_ascii=False)[:60]
    error = error_in(file(preset(), preset(name=name)))
    assert error.startswith("preset 2, name: must be 1 to 64 letters, digits, hyphens and underscores")
    assert f"not {shown}" in error


@pytest.mark.parametrize("setting", ["width", "height"])
def test_a_missing_setting_is_reported(setting: str) -> None:
    item = preset()
    del item[setting]
    assert error_in(file(item)) == f'preset "square", {setting}: is missing'


def test_a_missing_name_is_reported_by_position() -> None:
    assert error_in(file(preset(), {"width": 1, "height": 1})) == "preset 2, name: is missing"


def test_an_unknown_setting_is_reported() -> None:
    error = error_in(file(preset(qualty=9)))
    assert error.startswith('preset "square": there is no setting "qualty"; the settings are name, width,')


def test_two_presets_with_the_same_name_are_reported() -> None:
    assert error_in(file(preset(), preset())) == 'preset "square", name: another preset has the same name'


def test_a_setting_that_is_there_twice_is_reported() -> None:
    text = file(preset()).replace(b'"width"', b'"width": 1, "width"')
    assert error_in(text) == 'preset "square": "width" is there twice'


@pytest.mark.parametrize(
    ("default", "error"),
    [
        ([], "must be a list of the names of one or more presets"),
        ("square", "must be a list of the names of one or more presets"),
        (["square", "sqare"], 'there is no preset "sqare"'),
        ([["square"]], 'there is no preset ["square"]'),
        (["square", "square"], '"square" is there twice'),
    ],
)
def test_an_invalid_default_is_reported(default: object, error: str) -> None:
    assert error_in(file(preset(), default=default)) == f"default: {error}"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"presets": []}, "presets: must be a list of at least one preset"),
        ({"presets": {}}, "presets: must be a list of at least one preset"),
        ({"presets": ["square"]}, "preset 1: must be an object"),
        (
            {"preset": 1},
            'there is no field "preset"; the fields are $schema, presets, default, prefixes, files',
        ),
    ],
)
def test_an_invalid_field_of_the_file_is_reported(fields: dict[str, Any], error: str) -> None:
    assert error_in(file(preset(), **fields)) == error


@pytest.mark.parametrize("field", ["presets", "default"])
def test_a_missing_field_of_the_file_is_reported(field: str) -> None:
    content = json.loads(file(preset()))
    del content[field]
    assert error_in(json.dumps(content).encode()) == f"{field}: is missing"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"", "line 1, column 1"),
        (b'{"presets": [\n  {"name" "a"}]}', "line 2, column 11"),
        (b"[]", 'must be an object with the fields "presets" and "default"'),
        (b'{"default": [], "default": []}', '"default" is there twice'),
        (b'{"presets": "\xff"}', "must be encoded as UTF-8"),
        (b"[" * 100_000, "is nested too deeply"),
        (b"9" * 5000, "digits"),
        (b" " * (MAX_BYTES + 1), "must be at most 2,097,152 bytes long"),
    ],
    ids=["empty", "comma", "list", "twice", "encoding", "depth", "number", "size"],
)
def test_a_file_that_is_no_json_object_is_reported(text: bytes, error: str) -> None:
    assert error in error_in(text)


def test_a_long_value_is_shortened() -> None:
    assert len(error_in(file(preset(fit="x" * 1000)))) < 200


def test_an_error_can_be_written_to_a_log() -> None:
    error_in(file(preset(fit="\ud800"))).encode()
    error_in(file(preset(**{"\ud800": 1}))).encode()


def test_an_error_names_the_file() -> None:
    with pytest.raises(ConfigurationError, match=r"^mine\.json: presets: is missing$"):
        Presets.from_json(b"{}", source="mine.json")
