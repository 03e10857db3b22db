"""Retry failed requests with exponential backoff and full jitter."""

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
# If the service asks for a longer pause, the error is raised instead.
MAX_PAUSE_SECONDS = 60.0

# Full jitter: up to 0.5, 1, 2 seconds. See "Exponential Backoff And Jitter", AWS Architecture Blog.
_BACKOFF = wait_random_exponential(multiplier=0.5, max=8)


def with_retries(sleep: Callable[[float], None]) -> Retrying:
    """Return a function that calls another one and retries it, with at most ATTEMPTS attempts in total.

    The call must be safe to repeat. A permanent error is raised at once; otherwise, the last error is raised.
    """
    return Retrying(
        retry=retry_if_exception(_is_temporary),
        stop=stop_after_attempt(ATTEMPTS),
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


def _pause_is_acceptable(error: ApiError) -> bool:
    return (error.retry_after or 0) <= MAX_PAUSE_SECONDS


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    requested = error.retry_after if isinstance(error, ApiError) else None
    return _BACKOFF(state) if requested is None else requested
