"""Names that the service accepts, whatever the file is called. The service's own rule is the judge."""

import os

import pytest
from darkroom.filenames import uploadable_name
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import filenames

NAMES = st.one_of(
    st.text(min_size=1),
    st.binary(min_size=1, max_size=255).map(os.fsdecode),
    st.text(st.sampled_from(". $_{}/\\\u202e\u200f\x1b\udce9é猫" + "filename")).filter(bool),
)


@pytest.mark.parametrize(
    ("name", "uploaded"),
    [
        ("cat.jpg", "cat.jpg"),
        ("Zoë 猫 👩‍👩‍👧.png", "Zoë 猫 👩‍👩‍👧.png"),
        (os.fsdecode(b"caf\xe9.jpg"), "caf\N{REPLACEMENT CHARACTER}.jpg"),
        ("annual\u202egpj.exe", "annualgpj.exe"),
        ("a\nb\x1b[2Jc.jpg", "ab[2Jc.jpg"),
        ("a\\b.jpg", "a_b.jpg"),
        ("${filename}.jpg", "_.jpg"),
        ("${${filename}}", "${_}"),
        ("\u202e.\u202e", "image"),
        ("\u3000", "image"),
        ("\u3000" * 90 + "a", "image"),
        ("e\u0301.jpg", "é.jpg"),
        (os.fsdecode(b"\xe9" * 251 + b".jpg"), "\N{REPLACEMENT CHARACTER}" * 83 + ".jpg"),
        ("猫" * 90, "猫" * 85),
        ("x." + "y" * 254, "x." + "y" * 253),
    ],
)
def test_removes_what_the_service_refuses(name: str, uploaded: str) -> None:
    assert uploadable_name(name) == uploaded


@given(NAMES)
def test_the_service_accepts_every_name(name: str) -> None:
    assert filenames.validate(uploadable_name(name)) == uploadable_name(name)


@given(NAMES)
def test_a_name_that_was_changed_is_not_changed_again(name: str) -> None:
    assert uploadable_name(uploadable_name(name)) == uploadable_name(name)
