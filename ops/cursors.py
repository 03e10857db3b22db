"""Cursors: the object key at which a backfill stopped, as an argument for the next run."""

from urllib.parse import quote, unquote


def encode_cursor(key: str) -> str:
    """Encode a key so that it can be pasted into any shell: object keys may contain any character."""
    return quote(key)


def decode_cursor(cursor: str) -> str:
    """Return the key that a cursor was made from."""
    return unquote(cursor)
