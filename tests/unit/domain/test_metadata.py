"""Checking and patching the metadata of images."""

import json
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain import metadata
from chalicelib.errors import InvalidField
from chalicelib.models import ImageMetadata

FULL = {
    "external_id": "cat-1",
    "tags": ["red", "blue"],
    "alt": 'A "cat" <b>&amp;</b> 😀',
    "custom": {"price": 1.5, "list": [None, {"deep": ""}]},
}
STORED = ImageMetadata(
    external_id="cat-1",
    tags=("red", "blue"),
    alt='A "cat" <b>&amp;</b> 😀',
    custom='{"price":1.5,"list":[null,{"deep":""}]}',
)

texts = st.text(max_size=5) | st.sampled_from(["\u202e", "\x00", "é", "x" * 65, "x" * 1001])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.sampled_from(["external_id", "tags", "alt", "custom", "other"]), values)
valid = st.fixed_dictionaries(
    {},
    optional={
        "external_id": st.text(min_size=1, max_size=9),
        "tags": st.lists(st.text(min_size=1, max_size=9), max_size=5),
        "alt": st.text(max_size=9),
        "custom": st.dictionaries(texts, values, max_size=4),
    },
)


def rejected(value: object) -> str | None:
    with pytest.raises(InvalidField) as caught:
        metadata.parse(value)
    return caught.value.field


def stored_or_field(value: object) -> ImageMetadata | str | None:
    """Return the metadata, or the name of the invalid field."""
    try:
        return metadata.parse(value)
    except InvalidField as error:
        return str(error.field)


def levels(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(levels, value.values()), default=0)
    return 1 + max(map(levels, value), default=0) if isinstance(value, list) else 0


def nested(levels: int) -> dict[str, Any]:
    return {"a": nested(levels - 1)} if levels > 1 else {}


def test_metadata_is_converted_to_what_records_have() -> None:
    assert metadata.parse(FULL) == STORED
    assert metadata.to_json(STORED) == FULL


@pytest.mark.parametrize(
    "value", [None, {}, {"tags": []}, {"custom": {}}, {"external_id": None, "alt": None, "tags": None}]
)
def test_metadata_that_says_nothing_is_none(value: object) -> None:
    assert metadata.parse(value) is None
    assert metadata.to_json(None) == {}


def test_an_empty_alt_text_says_that_the_image_is_decorative() -> None:
    assert metadata.parse({"alt": ""}) == ImageMetadata(alt="")


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("text", "metadata"),
        ([], "metadata"),
        ({"title": "x"}, "metadata.title"),
        ({"external_id": ""}, "metadata.external_id"),
        ({"external_id": 5}, "metadata.external_id"),
        ({"external_id": "x" * 257}, "metadata.external_id"),
        ({"external_id": "a\x1b[2J"}, "metadata.external_id"),
        ({"tags": "red"}, "metadata.tags"),
        ({"tags": [""]}, "metadata.tags"),
        ({"tags": ["x" * 65]}, "metadata.tags"),
        ({"tags": [str(number) for number in range(21)]}, "metadata.tags"),
        ({"tags": ["red", "red"]}, "metadata.tags"),
        ({"tags": ["red\n"]}, "metadata.tags"),
        ({"alt": "x" * 1001}, "metadata.alt"),
        ({"alt": "\u202egpj.exe"}, "metadata.alt"),
        ({"alt": "\ud800"}, "metadata.alt"),
        ({"custom": []}, "metadata.custom"),
        ({"custom": {"a": ["\x00"]}}, "metadata.custom"),
        ({"custom": {"a\u2066": 1}}, "metadata.custom"),
        ({"custom": {"a": {"b": {"c": {"d": {}}}}}}, "metadata.custom"),
        ({"custom": {"a": [[[[]]]]}}, "metadata.custom"),
        ({"custom": {"a": "x" * 2048}}, "metadata"),
    ],
)
def test_an_invalid_value_is_named(value: object, field: str) -> None:
    assert rejected(value) == field


def test_the_largest_metadata_has_2048_bytes() -> None:
    overhead = len(json.dumps({"custom": {"a": ""}}, separators=(",", ":")))
    largest = {"custom": {"a": "ä" * ((2048 - overhead) // 2) + "x" * ((2048 - overhead) % 2)}}
    assert len(json.dumps(largest, separators=(",", ":"), ensure_ascii=False).encode()) == 2048
    assert metadata.parse(largest) is not None
    largest["custom"]["a"] += "x"
    assert rejected(largest) == "metadata"


def test_the_deepest_custom_value_has_four_levels() -> None:
    assert metadata.parse({"custom": nested(4)}) is not None
    assert rejected({"custom": nested(5)}) == "metadata.custom"


@given(objects | values)
@example({"custom": nested(400)})
def test_metadata_is_valid_or_the_error_names_a_field_of_it(value: Any) -> None:
    stored = stored_or_field(value)
    if isinstance(stored, str):
        assert stored.split(".")[0] == "metadata"
        return
    shown = metadata.to_json(stored)
    text = json.dumps(shown, separators=(",", ":"), ensure_ascii=False)
    assert len(text.encode()) <= 2048
    assert levels(shown.get("custom")) <= 4
    assert not {"Cc", "Cs"} & {unicodedata.category(char) for char in text}
    assert metadata.parse(shown) == stored


@given(valid, valid)
def test_a_valid_patch_is_idempotent_and_keeps_what_it_does_not_contain(before: Any, change: Any) -> None:
    try:
        stored, patch = metadata.parse(before), {"metadata": change}
        once = metadata.patched(stored, patch)
    except InvalidField:
        return
    assert metadata.patched(once, patch) == once
    kept = {name: value for name, value in metadata.to_json(stored).items() if name not in change}
    assert metadata.to_json(once).items() >= kept.items()


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({}, FULL),
        ({"metadata": {}}, FULL),
        ({"metadata": None}, {}),
        ({"metadata": {"alt": None}}, {name: FULL[name] for name in ("external_id", "tags", "custom")}),
        ({"metadata": {"tags": ["green"]}}, {**FULL, "tags": ["green"]}),
        (
            {"metadata": {"custom": {"price": None, "size": 3}}},
            {**FULL, "custom": {"list": [None, {"deep": ""}], "size": 3}},
        ),
        ({"metadata": {"custom": None}}, {name: FULL[name] for name in ("external_id", "tags", "alt")}),
    ],
)
def test_a_patch_changes_what_it_contains(patch: dict[str, Any], expected: dict[str, Any]) -> None:
    assert metadata.to_json(metadata.patched(STORED, patch)) == expected


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"metadata": "text"}, "metadata"),
        ({"metadata": {"title": "x"}}, "metadata.title"),
        ({"metadata": {"tags": "red"}}, "metadata.tags"),
        ({"metadata": {"custom": {"list": "x" * 2048}}}, "metadata"),
        ({"metadata": {"custom": nested(sys.getrecursionlimit() // 2)}}, "metadata.custom"),
    ],
)
def test_a_patch_whose_result_is_invalid_is_refused(patch: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        metadata.patched(STORED, patch)
    assert caught.value.field == field
