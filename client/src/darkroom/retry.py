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

# Full jitter: up to 0.5, 1, 2 seconds. See "Exponential Backoff And Jitter", AWS Architecture Blog.
_BACKOFF = wait_random_exponential(multiplier=0.5, max=8)


def retrying(sleep: Callable[[float], None]) -> Retrying:
    """Call what can be done twice until it succeeds, fails for good or failed ATTEMPTS times.

    Raises its last error.
    """
    return Retrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(ATTEMPTS),
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, UploadError | DownloadError):
        return error.status >= FIRST_SERVER_ERROR
    return isinstance(error, ConnectionFailed) or (isinstance(error, UnavailableError) and _patient(error))


def _patient(error: ApiError) -> bool:
    return (error.retry_after or 0) <= LONGEST_PAUSE_SECONDS


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ApiError) else None
    return _BACKOFF(state) if asked is None else asked
