"""Cursors for the next run of a backfill."""

import pytest

from ops.backfill import decode_cursor, encode_cursor


@pytest.mark.parametrize("key", ["images/a b+c%41.jpg", "images/späße 😀\n\x1b[31m.jpg", "images/'$(x)`.jpg"])
def test_a_cursor_needs_no_quoting_and_decodes_to_its_key(key: str) -> None:
    cursor = encode_cursor(key)
    assert cursor.isascii()
    assert not set(cursor) & set(" '\"`$\\()&;|<>*?!#\n\x1b")
    assert decode_cursor(cursor) == key
