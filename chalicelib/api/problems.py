"""Turn errors into `application/problem+json` responses (RFC 9457)."""

import functools
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import ParamSpec

from chalice.app import Response

from chalicelib.api import responses
from chalicelib.api.documents import ProblemDocument
from chalicelib.errors import (
    BodyTooLarge,
    DarkroomError,
    IdempotencyKeyReused,
    ImageDeleted,
    ImageErased,
    InsufficientScope,
    InvalidRequest,
    InvalidSignature,
    InvalidStatusKey,
    MultipartError,
    NotAuthenticated,
    NotFound,
    NotRenderable,
    OperationsNotAllowed,
    QuotaExceeded,
    Rejected,
    RenderingInProgress,
    SizeTooLarge,
    Transient,
    UnsupportedContentType,
)

# Below the logger of the app, so that its lines are JSON with the ids of the request.
LOGGER = logging.getLogger("darkroom.api")

# Seconds. Most variants are rendered in less.
_RENDERING = "2"
CONTENT_TYPE = "application/problem+json"

# The first matching class decides, so subclasses come before their parents.
STATUS: tuple[tuple[type[DarkroomError], HTTPStatus], ...] = (
    (NotAuthenticated, HTTPStatus.UNAUTHORIZED),
    (InsufficientScope, HTTPStatus.FORBIDDEN),
    (OperationsNotAllowed, HTTPStatus.FORBIDDEN),
    (InvalidSignature, HTTPStatus.FORBIDDEN),
    (InvalidStatusKey, HTTPStatus.FORBIDDEN),
    (QuotaExceeded, HTTPStatus.TOO_MANY_REQUESTS),
    (IdempotencyKeyReused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (MultipartError, HTTPStatus.CONFLICT),
    (BodyTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (SizeTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UnsupportedContentType, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (InvalidRequest, HTTPStatus.BAD_REQUEST),
    (ImageDeleted, HTTPStatus.GONE),
    (ImageErased, HTTPStatus.GONE),
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotRenderable, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Rejected, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Transient, HTTPStatus.SERVICE_UNAVAILABLE),
    (DarkroomError, HTTPStatus.INTERNAL_SERVER_ERROR),
)

# Codes for Chalice's own errors, whose bodies are {"Code": …, "Message": …}.
FRAMEWORK_CODES = {
    HTTPStatus.BAD_REQUEST: "invalid_request",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal_error",
}

P = ParamSpec("P")


def handle_errors(view: Callable[P, Response]) -> Callable[P, Response]:
    """Wrap a view so that Darkroom's errors become problems. Chalice handles all other errors.

    The reasons of server errors are logged, since the response does not contain them.
    """

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            return view(*args, **kwargs)
        except DarkroomError as error:
            if _is_hidden(error):
                LOGGER.exception("request failed", extra={"code": error.code, "reason": str(error)})
            return from_error(error)

    return wrapper


def from_error(error: DarkroomError) -> Response:
    """Return the problem response for one of Darkroom's errors."""
    status = status_of(type(error))
    if _is_hidden(error):
        return _problem(
            status, error.code, "Something went wrong on our side. Try again.", {"Retry-After": "1"}
        )
    field = error.field if isinstance(error, InvalidRequest) else None
    return _problem(status, error.code, str(error), {**_retry_after(error), **_challenge(error)}, field=field)


def _is_hidden(error: DarkroomError) -> bool:
    """Return whether callers must not see the message: it can contain names of buckets and API calls."""
    is_fault = status_of(type(error)) >= HTTPStatus.INTERNAL_SERVER_ERROR
    return is_fault and not isinstance(error, RenderingInProgress)


def _retry_after(error: DarkroomError) -> Mapping[str, str]:
    """Return `Retry-After` for errors that waiting resolves."""
    if isinstance(error, QuotaExceeded):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": _RENDERING} if isinstance(error, RenderingInProgress) else {}


def _challenge(error: DarkroomError) -> Mapping[str, str]:
    """Return the challenge for a missing token or scope (RFC 6750, section 3).

    API Gateway renames the header in responses of functions: docs/limits.md. Its own responses to requests
    without a valid token keep the name.
    """
    if isinstance(error, InsufficientScope):
        return {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{error.scope}"'}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, NotAuthenticated) else {}


def status_of(error_type: type[DarkroomError]) -> HTTPStatus:
    """Return the HTTP status for a class of errors."""
    return next(status for parent, status in STATUS if issubclass(error_type, parent))


def from_framework(response: Response) -> Response:
    """Turn an error response of Chalice into a problem; return any other response unchanged."""
    body = response.body
    if response.status_code < HTTPStatus.BAD_REQUEST or not isinstance(body, dict) or "Code" not in body:
        return response
    status = HTTPStatus(response.status_code)
    return _problem(
        status,
        FRAMEWORK_CODES.get(status, DarkroomError.code),
        body["Message"],
        _single_valued(response.headers),
    )


def _single_valued(headers: Mapping[str, str | list[str]]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if isinstance(value, str)}


def _problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    field: str | None = None,
) -> Response:
    body = ProblemDocument(
        type="about:blank",
        title=status.phrase,
        status=status.value,
        detail=detail,
        code=code,
        field=field,
    )
    return responses.json(body, status, {**(headers or {}), "Content-Type": CONTENT_TYPE})
