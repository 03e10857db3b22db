"""The times at which URLs are signed."""

from datetime import UTC, datetime


def signing_time(now: datetime, lifetime: int) -> datetime:
    """Return the time to sign a URL at: now, rounded down to half of the URL's lifetime in seconds.

    So a URL stays the same for half of its lifetime, in which browsers can use their cached copy of the file,
    and lives for the other half when it is handed out last.
    """
    window = max(1, lifetime // 2)
    return datetime.fromtimestamp(int(now.timestamp()) // window * window, UTC)
