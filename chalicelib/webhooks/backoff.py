"""When a webhook that nobody took is tried again. Pure."""

import zlib

# Seconds before each further attempt: the schedule of Standard Webhooks, up to what SQS can do, which hides
# a message for 12 hours at most.
_HOURS = 3_600
WAITS = (5, 300, 1_800, 2 * _HOURS, 5 * _HOURS, 10 * _HOURS, 10 * _HOURS)
ATTEMPTS = len(WAITS) + 1
LONGEST = 11 * _HOURS

# What came to grief together is not to come back together: up to a tenth is added.
_SPREAD = 10


def wait(attempt: int, webhook_id: str, retry_after: int | None) -> int:
    """Return the seconds to wait after this attempt, counted from 1; 0 after the last.

    An endpoint may ask for more time, not for less.
    """
    if attempt >= ATTEMPTS:
        return 0
    planned = WAITS[attempt - 1]
    share = zlib.crc32(webhook_id.encode()) / 2**32
    return min(max(round(planned * (1 + share / _SPREAD)), retry_after or 0), LONGEST)
