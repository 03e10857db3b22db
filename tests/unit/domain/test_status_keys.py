"""Keys of status URLs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import status_keys

SECRET, OTHER_SECRET = b"a" * 32, b"b" * 32
IMAGE_ID, OTHER_ID = "x" * 28, "y" * 28
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EXPIRES = int(NOW.timestamp()) + 900
# Made with OpenSSL: printf 'status/xxxxxxxxxxxxxxxxxxxxxxxxxxxx/1767226500' | openssl dgst -sha256 -mac HMAC
#   -macopt hexkey:$(printf '61%.0s' $(seq 32))
KEY = "1767226500-b81eb860079faff8feac4e3ecdacc149"


def is_valid(key: str, image_id: str = IMAGE_ID, secret: bytes = SECRET, now: datetime = NOW) -> bool:
    return status_keys.is_valid(lambda: secret, image_id, key, now)


def unread() -> bytes:
    raise AssertionError("the secret was read")


def test_the_key_is_the_expiry_and_half_of_the_hmac() -> None:
    assert status_keys.sign(SECRET, IMAGE_ID, EXPIRES) == KEY


def test_a_key_is_valid_until_it_expires() -> None:
    assert is_valid(KEY)
    assert is_valid(KEY, now=NOW + timedelta(seconds=899, milliseconds=999))
    assert not is_valid(KEY, now=NOW + timedelta(seconds=900))


def test_a_key_is_valid_for_its_own_image_and_secret_alone() -> None:
    assert not is_valid(KEY, image_id=OTHER_ID)
    assert not is_valid(KEY, secret=OTHER_SECRET)


def test_the_expiry_cannot_be_changed() -> None:
    assert not is_valid(KEY.replace(str(EXPIRES), str(EXPIRES + 1)))


@given(st.integers(0, 31), st.sampled_from("0123456789abcdef"))
def test_no_digit_can_be_changed(position: int, digit: str) -> None:
    start = KEY.index("-") + 1 + position
    changed = KEY[:start] + digit + KEY[start + 1 :]
    assert is_valid(changed) == (changed == KEY)


MALFORMED = [
    *("", "-", "1767226500", "1767226500-", KEY[:-1], f"{KEY}0", f" {KEY}", f"{KEY}\n", KEY.upper()),
    *(f"0{KEY}", f"-{KEY}", f"+{KEY}", KEY.replace("-", "."), f"{KEY},{KEY}", KEY.replace("1", "\u0661", 1)),
    *(f"{KEY}\ud800", "\ud800", f"9999999999999-{KEY[-32:]}"),
]


@pytest.mark.parametrize("key", MALFORMED)
def test_a_malformed_key_is_refused_without_reading_the_secret(key: str) -> None:
    assert not status_keys.is_valid(unread, IMAGE_ID, key, NOW)


def test_an_expired_key_is_refused_without_reading_the_secret() -> None:
    assert not status_keys.is_valid(unread, IMAGE_ID, KEY, NOW + timedelta(hours=1))


@pytest.mark.parametrize("image_id", ["", "any", f"{IMAGE_ID}/1", "\ud800" * 28, "é" * 28])
def test_what_cannot_be_an_id_is_refused_without_reading_the_secret(image_id: str) -> None:
    assert not status_keys.is_valid(unread, image_id, KEY, NOW)


@given(st.text(), st.text())
def test_no_text_breaks_the_check(image_id: str, key: str) -> None:
    assert not is_valid(key, image_id=image_id)
    assert not is_valid(f"{EXPIRES}-{key}", image_id=image_id)
