"""Convert an HTTP error response to the matching ApiError."""

from http import HTTPStatus

import msgspec

from darkroom.decoding import decoder
from darkroom.errors import (
    ApiError,
    InvalidRequestError,
    InvalidResponse,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
)
from darkroom.messages import FIRST_SERVER_ERROR, Response, origin, retry_after

_KINDS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: UnauthorizedError,
    403: UnauthorizedError,
    404: NotFoundError,
    409: InvalidRequestError,
    410: NotFoundError,
    413: InvalidRequestError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: UnavailableError,
}
# Another token would not help.
_NOT_ALLOWED = "operations_not_allowed"
# The message in API Gateway's 403 response to an unknown path.
_UNKNOWN_PATH = "Missing Authentication Token"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The members of an `application/problem+json` body (RFC 9457) that the client uses."""

    code: str
    detail: str
    field: str | None = None


def error_from(response: Response) -> ApiError | InvalidResponse:
    """Return the error for a response, whether it comes from the service, a gateway or another server."""
    if response.status == HTTPStatus.FORBIDDEN and _UNKNOWN_PATH in response.text:
        return InvalidResponse(f"{origin(response.url)} has no such path. The base URL may be wrong.")
    kind = _KINDS.get(response.status, ApiError)
    if response.status >= FIRST_SERVER_ERROR:
        kind = UnavailableError
    problem = _problem(response)
    if problem.code == _NOT_ALLOWED:
        kind = InvalidRequestError
    return kind(response.status, problem.code, problem.detail, problem.field, retry_after(response.headers))


def _problem(response: Response) -> Problem:
    try:
        return decoder(Problem).decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Problem(
            code=f"http_{response.status}",
            detail=f"The service returned HTTP {response.status} {response.reason}.",
        )
