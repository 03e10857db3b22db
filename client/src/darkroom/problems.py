"""From an answer that is no success to the ApiError that describes it."""

from http import HTTPStatus

import msgspec
import requests

from darkroom.errors import (
    ApiError,
    InvalidRequestError,
    InvalidResponse,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
)
from darkroom.transport import FIRST_SERVER_ERROR, origin, retry_after

_KINDS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: UnauthorizedError,
    403: UnauthorizedError,
    404: NotFoundError,
    409: UnavailableError,  # the same request's first attempt is still under way
    413: InvalidRequestError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: UnavailableError,
}
# What API Gateway answers, with 403, where it knows no such path.
_UNKNOWN_PATH = "Missing Authentication Token"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of an `application/problem+json` body (RFC 9457)."""

    code: str
    detail: str
    field: str | None = None


def error_from(response: requests.Response) -> ApiError | InvalidResponse:
    """Describe the answer, also when a gateway or another server wrote it instead of the service."""
    if response.status_code == HTTPStatus.FORBIDDEN and _UNKNOWN_PATH in response.text:
        return InvalidResponse(f"{origin(response.url)} knows no such path; is the base URL right?")
    kind = _KINDS.get(response.status_code, ApiError)
    if response.status_code >= FIRST_SERVER_ERROR:
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
