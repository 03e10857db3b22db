"""JSON merge patches."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.metadata import merge_patch

# RFC 7396, appendix A: original, patch, result.
RFC_VECTORS = [
    ('{"a":"b"}', '{"a":"c"}', '{"a":"c"}'),
    ('{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'),
    ('{"a":"b"}', '{"a":null}', "{}"),
    ('{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'),
    ('{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'),
    ('{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'),
    ('{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'),
    ('{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'),
    ('["a","b"]', '["c","d"]', '["c","d"]'),
    ('{"a":"b"}', '["c"]', '["c"]'),
    ('{"a":"foo"}', "null", "null"),
    ('{"a":"foo"}', '"bar"', '"bar"'),
    ('{"e":null}', '{"a":1}', '{"e":null,"a":1}'),
    ("[1,2]", '{"a":"b","c":null}', '{"a":"b"}'),
    ("{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'),
]

names = st.sampled_from("abc")
scalars = st.booleans() | st.integers() | st.text(max_size=3)
# RFC 7396, section 1: a patch cannot set null.
without_null = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
anything = st.recursive(
    scalars | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


def difference(before: Any, after: Any) -> Any:
    """Return a patch that turns one value into another."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return after
    removed = {name: None for name in before if name not in after}
    kept = {name: value for name, value in after.items() if name not in before or before[name] != value}
    return {**removed, **{name: difference(before.get(name), value) for name, value in kept.items()}}


@pytest.mark.parametrize(("original", "patch", "result"), RFC_VECTORS)
def test_the_examples_of_the_rfc_have_its_results(original: str, patch: str, result: str) -> None:
    assert merge_patch(json.loads(original), json.loads(patch)) == json.loads(result)


@given(anything, anything)
def test_a_patch_can_be_applied_again(target: Any, patch: Any) -> None:
    once = merge_patch(target, patch)
    assert merge_patch(once, patch) == once


@given(without_null, without_null)
def test_a_patch_can_lead_to_any_value_without_null(before: Any, after: Any) -> None:
    assert merge_patch(before, difference(before, after)) == after


@given(anything, anything)
def test_neither_the_target_nor_the_patch_is_changed(target: Any, patch: Any) -> None:
    copies = json.dumps(target), json.dumps(patch)
    merge_patch(target, patch)
    assert (json.dumps(target), json.dumps(patch)) == copies
