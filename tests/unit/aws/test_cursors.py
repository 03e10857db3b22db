"""Cursors that somebody made up are refused, whatever moment they speak of."""

import base64
import json

import pytest

from chalicelib.aws import cursors
from chalicelib.errors import InvalidCursor
from tests.contract.records import an_image


def at(moment: str) -> str:
    """Return the owner's own cursor with another moment in it."""
    image = an_image(owner="alice")
    image_id, _, mark = json.loads(base64.urlsafe_b64decode(cursors.after(image)))
    return base64.urlsafe_b64encode(json.dumps([image_id, moment, mark]).encode()).decode()


def test_a_moment_is_taken_as_it_was_given() -> None:
    start = cursors.decode(at("2026-01-01T00:00:00+01:00"), "alice")
    assert start["created_at"] == {"S": "2025-12-31T23:00:00.000000+00:00"}


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "today"])
def test_a_moment_that_no_clock_can_show_is_refused(moment: str) -> None:
    with pytest.raises(InvalidCursor):
        cursors.decode(at(moment), "alice")
