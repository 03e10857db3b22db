"""The retry schedule of webhooks. Pure."""

import zlib

# Seconds before each retry: the schedule of Standard Webhooks, limited by SQS, which hides a message for at
# most 12 hours.
_HOURS = 3_600
DELAYS = (5, 300, 1_800, 2 * _HOURS, 5 * _HOURS, 10 * _HOURS, 10 * _HOURS)
MAX_ATTEMPTS = len(DELAYS) + 1
MAX_DELAY = 11 * _HOURS

# Each delay is extended by up to a tenth, so that webhooks that failed together are not retried together.
_JITTER = 0.1


def delay(attempt: int, webhook_id: str, retry_after: int | None) -> int:
    """Return the seconds to wait after this attempt, counted from 1; 0 after the last attempt.

    `retry_after` is what the endpoint asked for, in seconds. It can lengthen the delay, not shorten it.
    """
    if attempt >= MAX_ATTEMPTS:
        return 0
    base = DELAYS[attempt - 1]
    fraction = zlib.crc32(webhook_id.encode()) / 2**32
    return min(max(round(base * (1 + fraction * _JITTER)), retry_after or 0), MAX_DELAY)
