"""The JSON Schema of a presets file accepts what Darkroom accepts, as another implementation judges it."""

import json
import re
from collections.abc import Mapping

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import Struct, structs

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
from chalicelib.models import OnDemandPolicy, Overlay, VariantSpec
from docsite import presets_schema
from docsite.code_blocks import blocks
from tests.documents import ROOT

SCHEMA = presets_schema.schema()
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
GUIDE = ROOT / "docs" / "howto" / "presets.md"
PNG = b"\x89PNG\r\n\x1a\n"

TEXTS = ("", "a", "-a", "a" * 65, "best", "red", "#ffffff", "small\n", "logo.png\n", "../logo.png")
NUMBERS = (-1, 0, 0.5, 1, 1.5, 100, 101, 3650, 3651, 16_383, 16_384)
ANYTHING: st.SearchStrategy[object] = st.sampled_from(
    (None, True, False, *NUMBERS, *TEXTS, [], {}, ["gps"], ["source", "source"])
)
POSITIONS = st.sampled_from(("center", "top", "bottom right", "entropy", "attention", "face"))
FORMATS = st.sampled_from(("source", "jpeg", "png", "webp", "avif", "gif"))
SIDES = st.integers(1, 16_383)
# Each value is valid, but not every combination.
PRESETS = st.fixed_dictionaries(
    {"name": st.just("small")},
    optional={
        "width": SIDES,
        "height": SIDES,
        "fit": st.sampled_from(("inside", "cover", "contain", "fill", "outside")),
        "position": POSITIONS,
        "format": FORMATS,
        "formats": st.lists(FORMATS, min_size=1, max_size=3),
        "overlay": st.just({"image": "logo.png", "margin": 5, "opacity": 0.5, "tile": True}),
        "expire_after_days": st.integers(1, 3650),
        "when": st.sampled_from(("upload", "on_demand")),
    },
)
POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "widths": st.lists(st.integers(0, 16_384), max_size=51, unique=True).map(sorted),
        "ratios": st.lists(st.sampled_from(("source", "1:1", "16:9", "0:1", "1:1000", "1:1\n")), max_size=3),
        "formats": st.lists(st.sampled_from(("avif", "webp", "jpeg", "png", "gif")), max_size=3),
        "qualities": st.lists(st.sampled_from((0, 1, 80, 100, 101)), max_size=3),
        "positions": st.lists(st.sampled_from(("attention", "top-left", "top left", "face")), max_size=3),
    },
)
# A preset that is rendered at upload, so that `default` may be any preset.
AT_UPLOAD = {"name": "tiny", "width": 5}


def accepts(content: object) -> bool:
    """Return whether Darkroom accepts a presets file. It finds every overlay that it looks for."""
    try:
        Presets.from_json(json.dumps(content).encode(), read_file=lambda _: PNG)
    except ConfigurationError:
        return False
    return True


def with_preset(preset: Mapping[str, object]) -> dict[str, object]:
    return {"presets": [AT_UPLOAD, preset], "default": [AT_UPLOAD["name"]]}


def with_policy(policy: object) -> dict[str, object]:
    return {"presets": [AT_UPLOAD], "default": [AT_UPLOAD["name"]], "on_demand": policy}


def settings_of(kind: type[Struct]) -> list[str]:
    return [field.name for field in structs.fields(kind)]


def test_the_schema_in_the_repository_is_todays() -> None:
    written = presets_schema.FILE.read_text("utf-8")
    assert written == presets_schema.text(), "run python -m docsite.presets_schema"


def test_the_schema_is_valid_and_describes_every_setting() -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMA)
    for kind, descriptions in presets_schema.DESCRIPTIONS.items():
        assert [*descriptions] == [each for each in settings_of(kind) if each != "sha256"]
    assert set(presets_schema.DESCRIPTIONS) == {VariantSpec, Overlay, OnDemandPolicy}


def test_the_shipped_file_and_those_in_the_guide_are_valid() -> None:
    shown = [json.loads(block.code) for block in blocks(GUIDE) if block.language == "json"]
    files = [each if "presets" in each else with_preset(each) for each in shown]
    assert len(files) > 5
    for content in (json.loads(PRESETS_FILE.read_bytes()), *files):
        assert [error.message for error in VALIDATOR.iter_errors(content)] == []
        assert accepts(content)


def test_the_guide_has_a_row_for_every_setting() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", GUIDE.read_text("utf-8"), re.MULTILINE)
    shown = {name for row in rows for name in re.findall(r"\w+", row)}
    assert shown >= {
        each for kind in presets_schema.DESCRIPTIONS for each in presets_schema.DESCRIPTIONS[kind]
    }


def test_the_shipped_file_leads_editors_to_the_schema() -> None:
    reference = json.loads(PRESETS_FILE.read_bytes())["$schema"]
    assert (PRESETS_FILE.parent / reference).resolve() == presets_schema.FILE


@given(PRESETS)
def test_a_combination_of_settings_is_valid_if_darkroom_accepts_it(preset: dict[str, object]) -> None:
    assert VALIDATOR.is_valid(with_preset(preset)) == accepts(with_preset(preset))


@given(st.sampled_from([*settings_of(VariantSpec), "size"]), ANYTHING)
def test_a_setting_s_value_is_valid_if_darkroom_accepts_it(setting: str, value: object) -> None:
    preset = {"name": "small", "width": 5, "height": 5, "fit": "cover", setting: value}
    assert VALIDATOR.is_valid(with_preset(preset)) == accepts(with_preset(preset))


@given(st.sampled_from([*settings_of(Overlay), "size"]), ANYTHING)
def test_an_overlay_setting_s_value_is_valid_if_darkroom_accepts_it(setting: str, value: object) -> None:
    preset = {"name": "small", "width": 5, "overlay": {"image": "logo.png", setting: value}}
    assert VALIDATOR.is_valid(with_preset(preset)) == accepts(with_preset(preset))


@given(st.sampled_from([*settings_of(OnDemandPolicy), "size"]), st.lists(ANYTHING, max_size=3) | ANYTHING)
def test_a_policy_s_value_is_valid_if_darkroom_accepts_it(setting: str, value: object) -> None:
    policy = {setting: value}
    # JSON Schema cannot express an order.
    assume(setting != "widths" or value == sorted_numbers(value))
    assert VALIDATOR.is_valid(with_policy(policy)) == accepts(with_policy(policy))


def sorted_numbers(value: object) -> object:
    is_numbers = isinstance(value, list) and all(type(each) in {int, float} for each in value)
    return sorted(value) if is_numbers and isinstance(value, list) else value


@given(POLICIES)
def test_a_policy_is_valid_if_darkroom_accepts_it(policy: dict[str, object]) -> None:
    assert VALIDATOR.is_valid(with_policy(policy)) == accepts(with_policy(policy))


@pytest.mark.parametrize("policy", [None, [], "auto", 1])
def test_a_policy_is_an_object(policy: object) -> None:
    assert not VALIDATOR.is_valid(with_policy(policy))
    assert not accepts(with_policy(policy))


@pytest.mark.parametrize(
    ("fields", "valid"),
    [
        ({}, True),
        ({"$schema": "presets.schema.json"}, True),
        ({"$schema": 1}, False),
        ({"default": []}, False),
        ({"default": ["small", "small"]}, False),
        ({"default": "small"}, False),
        ({"prefixes": {"images/a/": ["small"]}}, True),
        ({"prefixes": {"images/a": ["small"]}}, False),
        ({"prefixes": {"images/a/": []}}, False),
        ({"prefixes": []}, False),
        ({"files": {}}, True),
        ({"files": []}, False),
        ({"presets": []}, False),
        ({"preset": []}, False),
    ],
)
def test_a_field_of_the_file_is_valid_if_darkroom_accepts_it(
    fields: dict[str, object], *, valid: bool
) -> None:
    content = {"presets": [{"name": "small", "width": 5}], "default": ["small"], **fields}
    assert VALIDATOR.is_valid(content) is valid
    assert accepts(content) is valid
