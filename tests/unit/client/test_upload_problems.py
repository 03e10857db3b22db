"""What visitors see of errors: their own ones, and nothing of the site's."""

import json
import logging

import pytest
from darkroom import (
    ApiError,
    ConnectionFailed,
    DarkroomError,
    InvalidRequestError,
    InvalidResponse,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
)
from darkroom.upload_endpoint import problems
from darkroom.upload_problems import UploadProblem

PRIVATE = "https://internal.example:8443/api?token=t0ken"


def seen(error: DarkroomError) -> UploadProblem:
    with pytest.raises(UploadProblem) as caught, problems():
        raise error
    return caught.value


@pytest.mark.parametrize(
    "error",
    [
        InvalidRequestError(400, "invalid_filename", "The name is too long.", "filename"),
        InvalidRequestError(413, "size_too_large", "The limit is 50 MB.", "size"),
        InvalidRequestError(415, "unsupported_content_type", "Use JPEG.", "content_type"),
        UnavailableError(429, "quota_exceeded", "Try tomorrow.", retry_after=3600),
        InvalidRequestError(409, "parts_missing", "Upload part 2."),
        NotFoundError(404, "image_not_found", "No such image."),
        UnauthorizedError(403, "invalid_status_key", "The key has expired."),
    ],
)
def test_visitors_errors_keep_the_words_of_the_service(error: ApiError) -> None:
    problem = seen(error)
    assert not problem.is_fault
    assert (problem.status, problem.code, problem.detail, problem.field, problem.retry_after) == (
        *(error.status, error.code, error.detail, error.field),
        error.retry_after,
    )


@pytest.mark.parametrize(
    "error",
    [
        UnauthorizedError(401, "invalid_token", PRIVATE),
        UnauthorizedError(403, "insufficient_scope", PRIVATE),
        NotFoundError(404, "route_not_found", PRIVATE),
        NotFoundError(404, "http_404", PRIVATE),
        ApiError(405, "method_not_allowed", PRIVATE),
        InvalidRequestError(400, "http_400", PRIVATE),
        InvalidResponse(PRIVATE),
    ],
)
def test_a_site_that_is_not_set_up_correctly_says_nothing_about_itself(error: DarkroomError) -> None:
    problem = seen(error)
    assert (problem.status, problem.code) == (502, "configuration_error")
    assert "t0ken" not in json.dumps(problem.document())


@pytest.mark.parametrize(
    ("error", "retry_after"),
    [
        (ConnectionFailed(PRIVATE), "1"),
        (UnavailableError(500, "internal_error", PRIVATE), "1"),
        (UnavailableError(503, "service_unavailable", PRIVATE, retry_after=2.5), "3"),
    ],
)
def test_a_service_that_is_down_is_worth_another_attempt(error: DarkroomError, retry_after: str) -> None:
    problem = seen(error)
    assert (problem.status, problem.code) == (502, "service_unavailable")
    assert problem.headers() == {"Cache-Control": "no-store", "Retry-After": retry_after}
    assert "t0ken" not in json.dumps(problem.document())


def test_the_log_has_the_reason_of_faults_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        seen(InvalidRequestError(400, "invalid_filename", "The name is too long."))
        assert caplog.messages == []
        seen(UnauthorizedError(401, "invalid_token", "The token is unknown."))
    assert caplog.messages == ["The upload failed (HTTP 401 invalid_token)"]


def test_the_problem_is_a_document_of_rfc_9457() -> None:
    problem = UploadProblem(413, "size_too_large", "Too large.", "size")
    assert problem.document() == {
        "type": "about:blank",
        "title": problem.document()["title"],
        "status": 413,
        "code": "size_too_large",
        "detail": "Too large.",
        "field": "size",
    }
    assert problem.headers() == {"Cache-Control": "no-store"}
