"""When to try again, and how long to wait before: exponential backoff with full jitter."""

from collections.abc import Callable

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)

from darkroom.errors import ApiError, ConnectionFailed, DownloadError, UnavailableError, UploadError
from darkroom.transport import FIRST_SERVER_ERROR

ATTEMPTS = 4
# A service that wants a longer pause is reported, not waited for.
LONGEST_PAUSE_SECONDS = 60.0

_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503
# Full jitter: up to 0.5, 1, 2 seconds. See "Exponential Backoff And Jitter", AWS Architecture Blog.
_BACKOFF = wait_random_exponential(multiplier=0.5, max=8)


def retrying(safe: Callable[[BaseException], bool], sleep: Callable[[float], None]) -> Retrying:
    """Call what is given until it succeeds, fails unsafely or failed ATTEMPTS times; raise its last error."""
    return Retrying(
        retry=retry_if_exception(safe),
        stop=stop_after_attempt(ATTEMPTS),
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )


def if_passing(error: BaseException) -> bool:
    """For what can be done twice: True when the fault may have passed by the next attempt."""
    if isinstance(error, UploadError | DownloadError):
        return error.status >= FIRST_SERVER_ERROR
    return isinstance(error, ConnectionFailed) or (isinstance(error, UnavailableError) and _patient(error))


def if_without_effect(error: BaseException) -> bool:
    """For what must not be done twice: True only when the service surely did nothing.

    That is when it was never reached, or says itself when to come back.
    """
    if isinstance(error, ConnectionFailed):
        return not error.sent
    return (
        isinstance(error, UnavailableError)
        and error.status in (_TOO_MANY_REQUESTS, _UNAVAILABLE)
        and error.retry_after is not None
        and _patient(error)
    )


def _patient(error: ApiError) -> bool:
    return (error.retry_after or 0) <= LONGEST_PAUSE_SECONDS


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ApiError) else None
    return _BACKOFF(state) if asked is None else asked
