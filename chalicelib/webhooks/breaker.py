"""A circuit breaker for endpoints that fail, and a limit on attempts for slow ones. Pure.

Both protect the other endpoints, since all share the function's concurrency. A half-open breaker lets one
attempt through: https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker
"""

import zlib

from msgspec.structs import replace

from chalicelib.models import EndpointHealth

# Failures in a row after which an endpoint is paused.
MAX_FAILURES = 5
# Seconds of the first pause. Each further failure doubles them, up to the maximum.
_FIRST_PAUSE, _LONGEST_PAUSE = 60, 3_600
# Seconds for which one attempt after a pause keeps the others waiting: longer than an attempt can last.
_PROBE = 30

# An attempt of this many seconds is slow. For this many seconds after it, the endpoint gets few attempts at a
# time. Its other webhooks wait this many seconds.
_SLOW, _SLOW_FOR, _BUSY_WAIT = 3, 600, 5
MAX_SLOW_ATTEMPTS = 3

# Each wait is extended by up to a tenth, so that webhooks that waited together are not sent together.
_JITTER = 0.1


def wait(health: EndpointHealth, now: int, webhook_id: str) -> int:
    """Return the seconds to wait before an attempt, 0 if one can be made now. `now` is in Unix seconds."""
    seconds = max(0, health.paused_until - now)
    if not seconds and health.slow_until > now and len(_running(health, now)) >= MAX_SLOW_ATTEMPTS:
        seconds = _BUSY_WAIT
    fraction = zlib.crc32(webhook_id.encode()) / 2**32
    return round(seconds * (1 + fraction * _JITTER))


def started(health: EndpointHealth, now: int) -> EndpointHealth:
    """Return the health during an attempt. It changes only for endpoints that fail or are slow."""
    if health.failures >= MAX_FAILURES:
        health = replace(health, paused_until=now + _PROBE)
    if health.slow_until > now:
        health = replace(health, attempts_end=(*_running(health, now), now + _PROBE))
    return health


def succeeded(health: EndpointHealth, now: int, seconds: float) -> EndpointHealth:
    """Return the health after an attempt that took this many seconds."""
    return replace(_ended(health, now, seconds), failures=0, paused_until=0)


def failed(health: EndpointHealth, now: int, seconds: float) -> EndpointHealth:
    """Return the health after an attempt that failed after this many seconds."""
    failures = health.failures + 1
    if failures < MAX_FAILURES:
        return replace(_ended(health, now, seconds), failures=failures)
    pause = min(_FIRST_PAUSE * 2 ** min(failures - MAX_FAILURES, 10), _LONGEST_PAUSE)
    return replace(_ended(health, now, seconds), failures=failures, paused_until=now + pause)


def _ended(health: EndpointHealth, now: int, seconds: float) -> EndpointHealth:
    slow_until = now + _SLOW_FOR if seconds >= _SLOW else health.slow_until
    # One of them has ended. Which one does not matter, since they all last equally long.
    return replace(health, slow_until=slow_until, attempts_end=_running(health, now)[1:])


def _running(health: EndpointHealth, now: int) -> tuple[int, ...]:
    return tuple(end for end in health.attempts_end if end > now)
