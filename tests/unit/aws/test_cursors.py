"""Cursors with unusual or invalid times."""

import base64
import json

import pytest

from chalicelib.aws import cursors
from chalicelib.errors import InvalidCursor
from tests.contract.records import an_image


def cursor_at(time: str) -> str:
    """Return a valid cursor with another time in it."""
    image = an_image(owner="alice")
    image_id, _, owner_hash = json.loads(base64.urlsafe_b64decode(cursors.after(image)))
    return base64.urlsafe_b64encode(json.dumps([image_id, time, owner_hash]).encode()).decode()


def test_the_time_is_converted_to_utc() -> None:
    start = cursors.decode(cursor_at("2026-01-01T00:00:00+01:00"), "alice")
    assert start["created_at"] == {"S": "2025-12-31T23:00:00.000000+00:00"}


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "today"])
def test_a_time_out_of_range_is_refused(time: str) -> None:
    with pytest.raises(InvalidCursor):
        cursors.decode(cursor_at(time), "alice")
