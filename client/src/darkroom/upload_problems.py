"""The errors that an upload endpoint answers with, as problem documents (RFC 9457).

Errors of the visitor keep the status, code and text of the service. All others become 502: the service's
text may be about the site's token or its URL, which are none of the visitor's business.
"""

import math
from http import HTTPStatus
from typing import Any

from darkroom.errors import (
    ApiError,
    DarkroomError,
    InvalidResponse,
    NotFoundError,
    UnauthorizedError,
)
from darkroom.messages import FIRST_SERVER_ERROR

CONTENT_TYPE = "application/problem+json"

# What the service says about an image or a key, in statuses that are otherwise about the site's own set-up.
_ABOUT_THE_UPLOAD = frozenset(
    {"image_not_found", "image_deleted", "image_erased", "object_not_found", "invalid_status_key"}
)
_VISITORS = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
_RETRY_SECONDS = 1.0


class UploadProblem(DarkroomError):
    """An error of an upload endpoint. `field` names the invalid part of the request.

    `retry_after` is the number of seconds to wait before the next attempt, or None.
    """

    def __init__(
        self, status: int, code: str, detail: str, field: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.retry_after = retry_after

    @property
    def is_fault(self) -> bool:
        """Whether the site or the service has to solve it, not the visitor."""
        return self.status >= FIRST_SERVER_ERROR

    def document(self) -> dict[str, Any]:
        """Return the body of the response."""
        document = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        return document | ({"field": self.field} if self.field else {})

    def headers(self) -> dict[str, str]:
        """Return the headers of the response, which no cache may store."""
        headers = {"Cache-Control": "no-store"}
        if self.retry_after is not None:
            headers["Retry-After"] = str(math.ceil(self.retry_after))
        return headers


def problem_from(error: DarkroomError) -> UploadProblem:
    """Return what a visitor may see of an error of the client."""
    if isinstance(error, UploadProblem):
        return error
    if isinstance(error, ApiError):
        return _from_service(error)
    return misconfigured() if isinstance(error, InvalidResponse) else _unavailable(None)


def misconfigured() -> UploadProblem:
    """Return the problem of a site that is not set up correctly."""
    detail = "Uploads are not set up correctly on this site. Its log has the reason."
    return UploadProblem(502, "configuration_error", detail)


def _from_service(error: ApiError) -> UploadProblem:
    if _is_the_visitors(error):
        return UploadProblem(error.status, error.code, error.detail, error.field, error.retry_after)
    return _unavailable(error.retry_after) if error.status >= FIRST_SERVER_ERROR else misconfigured()


def _is_the_visitors(error: ApiError) -> bool:
    if error.code.startswith("http_"):  # not from Darkroom
        return False
    if isinstance(error, UnauthorizedError | NotFoundError):
        return error.code in _ABOUT_THE_UPLOAD
    return error.status in _VISITORS


def _unavailable(retry_after: float | None) -> UploadProblem:
    detail = "Uploads are temporarily unavailable. Try again in a moment."
    return UploadProblem(
        502, "service_unavailable", detail, retry_after=_RETRY_SECONDS if retry_after is None else retry_after
    )
