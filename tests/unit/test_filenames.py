"""Which filenames are accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import filenames
from chalicelib.errors import InvalidFilename


@pytest.mark.parametrize(
    "name", ["cat.jpg", "späße +1 %.jpg", "IMG 0001 (2).JPG", "猫.png", "😀.webp", ".hidden.jpg", "x" * 255]
)
def test_names_that_files_have_are_accepted(name: str) -> None:
    assert filenames.checked(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (".", "empty"),
        ("..", "empty"),
        ("x" * 256, "too long"),
        ("ä" * 128, "too long"),
        ("../etc/passwd", "path"),
        ("C:\\cat.jpg", "path"),
        ("a\nb.jpg", "control"),
        ("a\x00.jpg", "control"),
        ("a\u2028.jpg", "control"),
        ("a\ud800.jpg", "control"),
        ("a\ufffe.jpg", "control"),
        ("${filename}", "${filename}"),
    ],
)
def test_names_that_cannot_be_kept_are_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(InvalidFilename, match=reason.replace("$", r"\$").replace("{", r"\{")) as caught:
        filenames.checked(name)
    assert caught.value.field == "filename"


def test_composed_and_decomposed_umlauts_are_one_name() -> None:
    assert filenames.checked("u\u0308ber.jpg") == "\u00fcber.jpg"


@given(st.text())
def test_a_checked_name_is_accepted_again_unchanged(name: str) -> None:
    try:
        checked = filenames.checked(name)
    except InvalidFilename:
        return
    assert filenames.checked(checked) == checked
    assert "/" not in checked
