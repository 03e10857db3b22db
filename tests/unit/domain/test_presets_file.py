"""Errors in a presets file name the preset, the setting and its value."""

import json
from typing import Any

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.domain.presets_file import MAX_BYTES
from chalicelib.errors import ConfigurationError
from tests.unit.domain.presets_errors import error_in, file, preset


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
            (
                'there is no field "preset";'
                " the fields are $schema, presets, default, prefixes, files, on_demand"
            ),
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


def test_a_file_has_presets_for_at_most_two_hundred_variants() -> None:
    several = [preset(name=f"p{number}", formats=["avif", "webp", "jpeg", "png"]) for number in range(50)]
    assert len(Presets.from_json(file(*several, default=("p0",))).presets) == 50
    assert error_in(file(*several, preset())) == "presets: 201 variants, of which there can be 200"


def test_a_long_value_is_shortened() -> None:
    assert len(error_in(file(preset(fit="x" * 1000)))) < 200


def test_an_error_can_be_written_to_a_log() -> None:
    error_in(file(preset(fit="\ud800"))).encode()
    error_in(file(preset(**{"\ud800": 1}))).encode()


def test_an_error_names_the_file() -> None:
    with pytest.raises(ConfigurationError, match=r"^mine\.json: presets: is missing$"):
        Presets.from_json(b"{}", source="mine.json")
