"""The values that forms submit for uploaded images."""

import pytest
from darkroom.upload_values import InvalidUploadValue, UploadValues
from hypothesis import given
from hypothesis import strategies as st

SITE_KEY = "0123456789abcdef" * 2
ID = "XtRhwCSULFMbTSrJ6jvWVgk2Q9xA"


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_signed_value_returns_its_image() -> None:
    values = UploadValues(SITE_KEY)
    assert values.image_id(values.sign(ID)) == ID


def test_a_value_expires() -> None:
    clock = Clock()
    values = UploadValues(SITE_KEY, max_age=60, clock=clock)
    value = values.sign(ID)
    clock.now += 60
    assert values.image_id(value) == ID
    clock.now += 1
    with pytest.raises(InvalidUploadValue, match="in time"):
        values.image_id(value)


def test_values_of_another_secret_are_refused() -> None:
    with pytest.raises(InvalidUploadValue):
        UploadValues("x" * 32).image_id(UploadValues(SITE_KEY).sign(ID))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_no_part_of_a_value_can_be_changed(part: int) -> None:
    parts = UploadValues(SITE_KEY).sign(ID).split(":")
    parts[part] = parts[part][:-1] + ("0" if parts[part][-1] != "0" else "1")
    with pytest.raises(InvalidUploadValue):
        UploadValues(SITE_KEY).image_id(":".join(parts))


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidUploadValue):
        UploadValues(SITE_KEY).image_id(text)


@pytest.mark.parametrize("text", ["\ud800", "\ud800:1:x", f"{ID}:\ud800:x"])
def test_text_that_no_encoding_has_is_refused(text: str) -> None:
    # JSON can contain lone surrogates.
    with pytest.raises(InvalidUploadValue):
        UploadValues(SITE_KEY).image_id(text)


def test_a_bare_id_is_refused() -> None:
    with pytest.raises(InvalidUploadValue):
        UploadValues(SITE_KEY).image_id(ID)


def test_short_secrets_are_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        UploadValues("secret")
