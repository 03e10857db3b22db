"""Validation of filenames, and download names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import filenames
from chalicelib.errors import InvalidFilename


@pytest.mark.parametrize(
    "name", ["cat.jpg", "späße +1 %.jpg", "IMG 0001 (2).JPG", "猫.png", "😀.webp", ".hidden.jpg", "x" * 255]
)
def test_common_filenames_are_accepted(name: str) -> None:
    assert filenames.validate(name) == name


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
        ("a\u202egpj.exe", "control"),
        ("${filename}", "${filename}"),
    ],
)
def test_invalid_filenames_are_rejected_with_a_reason(name: str, reason: str) -> None:
    with pytest.raises(InvalidFilename, match=reason.replace("$", r"\$").replace("{", r"\{")) as caught:
        filenames.validate(name)
    assert caught.value.field == "filename"


def test_filenames_are_normalized_to_nfc() -> None:
    assert filenames.validate("u\u0308ber.jpg") == "\u00fcber.jpg"


@given(st.text())
def test_validating_a_filename_twice_changes_nothing(name: str) -> None:
    try:
        checked = filenames.validate(name)
    except InvalidFilename:
        return
    assert filenames.validate(checked) == checked
    assert "/" not in checked


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("cat.jpg", "cat-small.webp"),
        ("späße +1 😀.jpg", "späße +1 😀-small.webp"),
        ("a.b.c", "a.b-small.webp"),
        (".hidden", "hidden-small.webp"),
        ("..\\..\\boot.ini", "boot-small.webp"),
        ('x"\r\nSet-Cookie: a=b.jpg', 'x"Set-Cookie: a=b-small.webp'),
        ("", "image-small.webp"),
        ("..", "image-small.webp"),
    ],
)
def test_a_variant_is_named_after_its_source(filename: str, expected: str) -> None:
    assert filenames.download_name(filename, "small", "webp") == expected


def test_a_download_has_a_unicode_name_and_an_ascii_fallback() -> None:
    assert filenames.content_disposition("über 😀.jpg") == (
        "inline; filename=\"uber .jpg\"; filename*=UTF-8''%C3%BCber%20%F0%9F%98%80.jpg"
    )


@given(st.text())
def test_no_filename_can_break_out_of_the_header(name: str) -> None:
    safe = filenames.content_disposition(filenames.download_name(name, "small", "jpg"))
    assert safe.isascii()
    assert safe.isprintable()
    assert safe.count('"') == 2
    assert not {"/", "\\"} & set(safe.split("filename*")[0])
