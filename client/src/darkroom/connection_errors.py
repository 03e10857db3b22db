"""The client's own errors for requests that got no response.

Error messages contain only the origin of a URL, because URLs may be signed.
"""

from enum import StrEnum

from darkroom.errors import ConnectionFailed, InvalidResponse
from darkroom.messages import origin


class Problem(StrEnum):
    """Why there is no complete response."""

    UNREACHABLE = "Could not connect to {origin}."
    TIMEOUT = "{origin} did not respond in time."
    NOT_SECURE = "Could not connect securely to {origin}. Is its certificate valid?"
    LOST = "The connection to {origin} was lost."


def connection_failed(url: str, problem: Problem) -> ConnectionFailed:
    """Return the error for a request that may succeed later."""
    return ConnectionFailed(problem.format(origin=origin(url)))


def invalid_url(url: str, error: Exception) -> InvalidResponse:
    """Return the error for a URL, or a redirect, that a retry cannot fix."""
    return InvalidResponse(f"Invalid URL or redirect at {origin(url)} ({type(error).__name__}).")
