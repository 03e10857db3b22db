"""Errors as `application/problem+json` (RFC 9457), by one table."""

import functools
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
    InsufficientScope,
    InvalidRequest,
    NotAuthenticated,
    NotFound,
    QuotaExceeded,
    Rejected,
    RequestInProgress,
    SizeTooLarge,
    Transient,
    UnsupportedContentType,
)

# Seconds: three such pauses outlast a first request that is dead (chalicelib/aws/idempotency.py).
_IN_PROGRESS = "4"
CONTENT_TYPE = "application/problem+json"

# The first class that the error is an instance of decides, so the narrower ones stand first.
STATUS: tuple[tuple[type[DarkroomError], HTTPStatus], ...] = (
    (NotAuthenticated, HTTPStatus.UNAUTHORIZED),
    (InsufficientScope, HTTPStatus.FORBIDDEN),
    (QuotaExceeded, HTTPStatus.TOO_MANY_REQUESTS),
    (IdempotencyKeyReused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (RequestInProgress, HTTPStatus.CONFLICT),
    (BodyTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (SizeTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UnsupportedContentType, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (InvalidRequest, HTTPStatus.BAD_REQUEST),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Rejected, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Transient, HTTPStatus.SERVICE_UNAVAILABLE),
    (DarkroomError, HTTPStatus.INTERNAL_SERVER_ERROR),
)

# Chalice's own errors, which it answers as {"Code": …, "Message": …}.
FRAMEWORK_CODES = {
    HTTPStatus.BAD_REQUEST: "invalid_request",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal_error",
}

P = ParamSpec("P")


def handle_errors(view: Callable[P, Response]) -> Callable[P, Response]:
    """Wrap a route so that our errors become problems. What is not ours stays Chalice's to report."""

    @functools.wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            return view(*args, **kwargs)
        except DarkroomError as error:
            return from_error(error)

    return wrapper


def from_error(error: DarkroomError) -> Response:
    """Return a response with the problem that an error of ours is."""
    status = status_of(type(error))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # Messages of faults on our side name buckets and calls, which are the operator's to know.
        return _problem(status, error.code, "Something failed on our side; try again", {"Retry-After": "1"})
    field = error.field if isinstance(error, InvalidRequest) else None
    return _problem(status, error.code, str(error), {**_retry_after(error), **_challenge(error)}, field=field)


def _retry_after(error: DarkroomError) -> Mapping[str, str]:
    """Say when to come back."""
    if isinstance(error, QuotaExceeded):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": _IN_PROGRESS} if isinstance(error, RequestInProgress) else {}


def _challenge(error: DarkroomError) -> Mapping[str, str]:
    """Say what would let the caller in: RFC 6750, section 3."""
    if isinstance(error, InsufficientScope):
        return {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{error.scope}"'}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, NotAuthenticated) else {}


def status_of(kind: type[DarkroomError]) -> HTTPStatus:
    """Return the status that errors of a class are handle_errors with."""
    return next(status for parent, status in STATUS if issubclass(kind, parent))


def from_framework(response: Response) -> Response:
    """Turn one of Chalice's own error answers into a problem; pass on everything else."""
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
