"""Retry failed requests with exponential backoff and full jitter."""

from collections.abc import Callable
from http import HTTPStatus

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    wait_random_exponential,
)

from darkroom.errors import ApiError, ConnectionFailed, DownloadError, UnavailableError, UploadError
from darkroom.transport import FIRST_SERVER_ERROR

ATTEMPTS = 4
# While the service receives too many requests, each further attempt waits longer, up to nine seconds.
THROTTLED_ATTEMPTS = 10
# If the service asks for a longer pause, the error is raised instead.
MAX_PAUSE_SECONDS = 60.0

# Full jitter: up to 0.5, 1, 2 seconds. See "Exponential Backoff And Jitter", AWS Architecture Blog.
_BACKOFF = wait_random_exponential(multiplier=0.5, max=8)


def with_retries(sleep: Callable[[float], None]) -> Retrying:
    """Return a function that calls another one and retries it.

    It makes at most ATTEMPTS attempts in total, or THROTTLED_ATTEMPTS if the last one was throttled.
    The call must be safe to repeat. A permanent error is raised at once; otherwise, the last error is raised.
    """
    return Retrying(
        retry=retry_if_exception(_is_temporary),
        stop=_is_last,
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )


def _is_temporary(error: BaseException) -> bool:
    if isinstance(error, UploadError | DownloadError):
        return error.status >= FIRST_SERVER_ERROR
    return isinstance(error, ConnectionFailed) or (
        isinstance(error, UnavailableError) and _pause_is_acceptable(error)
    )


def _is_last(state: RetryCallState) -> bool:
    error = _error(state)
    throttled = isinstance(error, ApiError) and error.status == HTTPStatus.TOO_MANY_REQUESTS
    return state.attempt_number >= (THROTTLED_ATTEMPTS if throttled else ATTEMPTS)


def _pause_is_acceptable(error: ApiError) -> bool:
    return (error.retry_after or 0) <= MAX_PAUSE_SECONDS


def _pause(state: RetryCallState) -> float:
    error = _error(state)
    requested = error.retry_after if isinstance(error, ApiError) else None
    # The jitter comes on top, so that callers that were throttled together do not come back together.
    return _BACKOFF(state) + (requested or 0)


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
