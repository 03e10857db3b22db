"""Compared with boto3's converters, which DynamoDB's other clients use."""

from datetime import UTC, datetime
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.attribute_values import to_plain, to_value

# A number has at most 38 digits.
INTEGERS = st.integers(-(10**38) + 1, 10**38 - 1)
PLAIN = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.text(),
    lambda nested: st.lists(nested) | st.dictionaries(st.text(), nested),
)


@given(PLAIN)
def test_values_are_those_of_boto3(plain: object) -> None:
    assert to_value(plain) == TypeSerializer().serialize(plain)


@given(PLAIN)
def test_values_are_read_back_as_they_were_and_as_boto3_reads_them(plain: object) -> None:
    value: Any = to_value(plain)
    assert to_plain(value) == plain == TypeDeserializer().deserialize(value)


def test_a_tuple_becomes_a_list() -> None:
    assert to_value(("a", 1)) == {"L": [{"S": "a"}, {"N": "1"}]}


@pytest.mark.parametrize("plain", [1.5, b"bytes", {"set"}, datetime.now(UTC)])
def test_what_records_never_contain_is_refused(plain: object) -> None:
    with pytest.raises(TypeError, match="DynamoDB stores no"):
        to_value(plain)


@pytest.mark.parametrize(
    ("value", "plain"), [({"B": b"bytes"}, b"bytes"), ({"SS": ["a"]}, ["a"]), ({"N": "-0.5"}, -0.5)]
)
def test_what_only_later_releases_store_can_be_read(value: dict[str, object], plain: object) -> None:
    assert to_plain(value) == plain
