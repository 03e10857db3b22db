"""Retry failed requests with exponential backoff and full jitter."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import TypeVar

from darkroom.errors import (
    ApiError,
    ConnectionFailed,
    DarkroomError,
    DownloadError,
    UnavailableError,
    UploadError,
)
from darkroom.flows import Flow, pause
from darkroom.messages import FIRST_SERVER_ERROR

T = TypeVar("T")

ATTEMPTS = 4
# While the service receives too many requests, each further attempt waits longer, up to nine seconds.
THROTTLED_ATTEMPTS = 10
# If the service asks for a longer pause, the error is raised instead.
MAX_PAUSE_SECONDS = 60.0

# Full jitter: up to 0.5, 1, 2 seconds. See "Exponential Backoff And Jitter", AWS Architecture Blog.
_FIRST_BACKOFF_SECONDS = 0.5
_MAX_BACKOFF_SECONDS = 8.0


_single: ContextVar[bool] = ContextVar("darkroom_single_attempt", default=False)
_allowed: ContextVar[Callable[[float], bool] | None] = ContextVar("darkroom_pause_allowed", default=None)


@contextmanager
def single_attempt() -> Iterator[None]:
    """Retry nothing within, in this thread or task.

    A server must not wait for retries while it answers a browser: a few visitors would occupy all of its
    workers while the service is busy.
    """
    token = _single.set(True)
    try:
        yield
    finally:
        _single.reset(token)


@contextmanager
def pauses_only_if(allowed: Callable[[float], bool]) -> Iterator[None]:
    """Within, raise the error instead of a pause for as many seconds as are not `allowed`."""
    token = _allowed.set(allowed)
    try:
        yield
    finally:
        _allowed.reset(token)


def with_retries(attempt: Callable[[], Flow[T]]) -> Flow[T]:
    """Run the flow that `attempt` returns, and run another one after each temporary error.

    It makes at most ATTEMPTS attempts in total, or THROTTLED_ATTEMPTS if the last one was throttled.
    The flow must be safe to repeat. A permanent error is raised at once; otherwise, the last error is raised.
    """
    number = 1
    while True:
        try:
            return (yield from attempt())
        except DarkroomError as error:
            if _single.get() or not _is_temporary(error) or number >= _most_attempts(error):
                raise
            seconds = _seconds_after(error, number)
            allowed = _allowed.get()
            if allowed is not None and not allowed(seconds):
                raise
        yield from pause(seconds)
        number += 1


def _is_temporary(error: DarkroomError) -> bool:
    if isinstance(error, UploadError | DownloadError):
        return error.status >= FIRST_SERVER_ERROR
    return isinstance(error, ConnectionFailed) or (
        isinstance(error, UnavailableError) and _pause_is_acceptable(error)
    )


def _most_attempts(error: DarkroomError) -> int:
    throttled = isinstance(error, ApiError) and error.status == HTTPStatus.TOO_MANY_REQUESTS
    return THROTTLED_ATTEMPTS if throttled else ATTEMPTS


def _pause_is_acceptable(error: ApiError) -> bool:
    return (error.retry_after or 0) <= MAX_PAUSE_SECONDS


def _seconds_after(error: DarkroomError, number: int) -> float:
    """Return the pause after an attempt; the number of the first one is 1."""
    requested = error.retry_after if isinstance(error, ApiError) else None
    backoff = min(_MAX_BACKOFF_SECONDS, _FIRST_BACKOFF_SECONDS * 2 ** (number - 1))
    # The jitter comes on top, so that callers that were throttled together do not come back together.
    return (requested or 0) + random.uniform(0, backoff)  # noqa: S311 - it need not be unpredictable
