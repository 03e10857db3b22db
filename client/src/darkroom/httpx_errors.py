"""Convert the errors of `httpx` to the client's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from ssl import SSLError

import httpx

from darkroom.connection_errors import Problem, connection_failed, invalid_url

# Errors that a retry cannot fix.
_PERMANENT = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects)


@contextmanager
def converted_errors(url: str) -> Iterator[None]:
    """Raise ConnectionFailed or InvalidResponse for errors about this URL."""
    try:
        yield
    except _PERMANENT as error:
        raise invalid_url(url, error) from error
    except httpx.HTTPError as error:
        raise connection_failed(url, _problem(error)) from error


def _problem(error: httpx.HTTPError) -> Problem:
    if isinstance(error, httpx.ConnectError) and _has_cause(error, SSLError):
        return Problem.NOT_SECURE
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Problem.UNREACHABLE
    return Problem.TIMEOUT if isinstance(error, httpx.TimeoutException) else Problem.LOST


def _has_cause(error: BaseException, kind: type[BaseException]) -> bool:
    cause = error.__cause__ or error.__context__
    return cause is not None and (isinstance(cause, kind) or _has_cause(cause, kind))
