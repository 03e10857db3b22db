"""Errors as problem+json responses."""

import json
from collections.abc import Iterator

import pytest
from chalice.app import Response

from chalicelib.api import problems
from chalicelib.errors import (
    ConfigurationError,
    DarkroomError,
    ImageNotFound,
    InsufficientScope,
    InvalidFilename,
    InvalidOperations,
    InvalidRequest,
    InvalidSignature,
    NotAuthenticated,
    NotRenderable,
    OperationsNotAllowed,
    QuotaExceeded,
    RenderingInProgress,
    ServiceUnavailable,
    SizeTooLarge,
)


def descendants(error_type: type[DarkroomError]) -> Iterator[type[DarkroomError]]:
    for child in error_type.__subclasses__():
        yield child
        yield from descendants(child)


# Other packages define errors for their commands, which the API never returns.
OURS = (
    error_type for error_type in descendants(DarkroomError) if error_type.__module__.startswith("chalicelib.")
)
ALL = sorted(set(OURS), key=lambda error_type: error_type.__name__)


@pytest.mark.parametrize("error_type", ALL)
def test_every_error_becomes_a_problem_with_its_code(error_type: type[DarkroomError]) -> None:
    response = problems.from_error(error_type("message"))
    body = json.loads(response.body)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code >= 400
    assert body["code"] == error_type.code
    assert {"type", "title", "status", "detail", "code"} == set(body)


def test_every_code_belongs_to_one_error() -> None:
    codes = [error_type.code for error_type in ALL if "code" in vars(error_type)]
    assert len(set(codes)) == len(codes)


def test_the_docstring_lists_every_error() -> None:
    import chalicelib.errors as module  # noqa: PLC0415 - only this test needs its docstring

    for error_type in ALL:
        assert f"─ {error_type.__name__}" in (module.__doc__ or "")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidFilename("m", "filename"), 400),
        (SizeTooLarge("m", "size"), 413),
        (ImageNotFound("m"), 404),
        (InvalidOperations("m"), 400),
        (OperationsNotAllowed("m"), 403),
        (InvalidSignature("m"), 403),
        (NotRenderable("m"), 422),
        (RenderingInProgress("m"), 503),
        (ServiceUnavailable("m"), 503),
        (ConfigurationError("m"), 500),
    ],
)
def test_errors_have_the_fitting_http_status(error: DarkroomError, status: int) -> None:
    assert problems.from_error(error).status_code == status


def test_the_invalid_field_is_named() -> None:
    assert json.loads(problems.from_error(InvalidRequest("m", "size")).body)["field"] == "size"


def test_server_errors_hide_their_details() -> None:
    response = problems.from_error(ServiceUnavailable("secret-bucket is down"))
    assert "secret-bucket" not in response.body
    assert response.headers["Retry-After"] == "1"


def test_a_rendering_in_progress_says_so_and_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    @problems.handle_errors
    def view() -> Response:
        raise RenderingInProgress("The variant is being rendered. Try again.")

    response = view()
    assert json.loads(response.body)["detail"] == "The variant is being rendered. Try again."
    assert response.headers["Retry-After"] == "2"
    assert caplog.records == []


def test_the_reason_of_a_server_error_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    @problems.handle_errors
    def view() -> Response:
        raise ServiceUnavailable("secret-bucket is down")

    view()
    (record,) = caplog.records
    expected = {"code": "service_unavailable", "reason": "secret-bucket is down"}
    assert vars(record).items() >= expected.items()


@pytest.mark.parametrize("error_type", ALL)
def test_no_error_is_cached(error_type: type[DarkroomError]) -> None:
    assert problems.from_error(error_type("message")).headers["Cache-Control"] == "no-store"


def test_an_exceeded_quota_has_retry_after() -> None:
    response = problems.from_error(QuotaExceeded("m", 7))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    ("error", "challenge"),
    [
        (NotAuthenticated("m"), "Bearer"),
        (InsufficientScope("m", "write"), 'Bearer error="insufficient_scope", scope="write"'),
    ],
)
def test_authentication_errors_have_a_challenge(error: DarkroomError, challenge: str) -> None:
    assert problems.from_error(error).headers["WWW-Authenticate"] == challenge


def test_an_unexpected_error_of_the_framework_is_an_internal_error() -> None:
    response = problems.from_framework(Response(body={"Code": "x", "Message": "m"}, status_code=418))
    assert json.loads(response.body)["code"] == "internal_error"


def test_an_error_of_the_framework_becomes_a_problem() -> None:
    original = Response(
        body={"Code": "MethodNotAllowedError", "Message": "Unsupported method: PUT"},
        status_code=405,
        headers={"Allow": "GET, POST"},
    )
    response = problems.from_framework(original)
    assert json.loads(response.body) == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": "Unsupported method: PUT",
        "code": "method_not_allowed",
    }
    assert response.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("response", [Response(body={"Code": "x"}), Response(body="text", status_code=500)])
def test_other_responses_are_returned_unchanged(response: Response) -> None:
    assert problems.from_framework(response) is response
