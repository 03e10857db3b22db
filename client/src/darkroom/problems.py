"""From an answer that is no success to the ApiError that describes it."""

import msgspec
import requests

from darkroom.errors import (
    ApiError,
    InvalidRequestError,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
)
from darkroom.transport import retry_after

_KINDS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: UnauthorizedError,
    403: UnauthorizedError,
    404: NotFoundError,
    413: InvalidRequestError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: UnavailableError,
}
_FIRST_SERVER_ERROR = 500


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of an `application/problem+json` body (RFC 9457)."""

    code: str
    detail: str
    field: str | None = None


def error_from(response: requests.Response) -> ApiError:
    """Describe the answer, also when a gateway or another server wrote it instead of the service."""
    kind = _KINDS.get(response.status_code, ApiError)
    if response.status_code >= _FIRST_SERVER_ERROR:
        kind = UnavailableError
    problem = _problem(response)
    return kind(
        response.status_code, problem.code, problem.detail, problem.field, retry_after(response.headers)
    )


def _problem(response: requests.Response) -> Problem:
    try:
        return msgspec.json.decode(response.content, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Problem(
            code=f"http_{response.status_code}",
            detail=f"The service answered {response.status_code} {response.reason}",
        )
