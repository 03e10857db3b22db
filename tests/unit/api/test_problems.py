"""Errors as problem+json."""

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
    InvalidRequest,
    NotAuthenticated,
    QuotaExceeded,
    ServiceUnavailable,
    SizeTooLarge,
)


def descendants(kind: type[DarkroomError]) -> Iterator[type[DarkroomError]]:
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


# The commands of other packages have errors of their own, which no caller of the API sees.
OURS = (kind for kind in descendants(DarkroomError) if kind.__module__.startswith("chalicelib."))
ALL = sorted(set(OURS), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", ALL)
def test_every_error_is_a_problem_with_its_code(kind: type[DarkroomError]) -> None:
    response = problems.from_error(kind("message"))
    body = json.loads(response.body)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code >= 400
    assert body["code"] == kind.code
    assert {"type", "title", "status", "detail", "code"} == set(body)


def test_every_code_is_of_one_leaf_of_the_tree_only() -> None:
    codes = [kind.code for kind in ALL if "code" in vars(kind)]
    assert len(set(codes)) == len(codes)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    import chalicelib.errors as module  # noqa: PLC0415 - its docstring is what is tested

    for kind in ALL:
        assert f"─ {kind.__name__}" in (module.__doc__ or "")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidFilename("m", "filename"), 400),
        (SizeTooLarge("m", "size"), 413),
        (ImageNotFound("m"), 404),
        (ServiceUnavailable("m"), 503),
        (ConfigurationError("m"), 500),
    ],
)
def test_errors_have_the_status_that_http_has_for_them(error: DarkroomError, status: int) -> None:
    assert problems.from_error(error).status_code == status


def test_the_field_at_fault_is_named() -> None:
    assert json.loads(problems.from_error(InvalidRequest("m", "size")).body)["field"] == "size"


def test_faults_on_our_side_do_not_tell_their_details() -> None:
    response = problems.from_error(ServiceUnavailable("secret-bucket is down"))
    assert "secret-bucket" not in response.body
    assert response.headers["Retry-After"] == "1"


def test_whoever_has_used_up_a_quota_is_told_when_to_come_back() -> None:
    answer = problems.from_error(QuotaExceeded("Enough for today", 7))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    ("error", "challenge"),
    [
        (NotAuthenticated("m"), "Bearer"),
        (InsufficientScope("m", "write"), 'Bearer error="insufficient_scope", scope="write"'),
    ],
)
def test_whoever_is_not_let_in_is_told_by_what_it_would_be(error: DarkroomError, challenge: str) -> None:
    assert problems.from_error(error).headers["WWW-Authenticate"] == challenge


def test_an_answer_of_the_framework_that_nobody_foresaw_is_a_defect() -> None:
    response = problems.from_framework(Response(body={"Code": "x", "Message": "m"}, status_code=418))
    assert json.loads(response.body)["code"] == "internal_error"


def test_an_error_of_the_framework_becomes_a_problem() -> None:
    answer = Response(
        body={"Code": "MethodNotAllowedError", "Message": "Unsupported method: PUT"},
        status_code=405,
        headers={"Allow": "GET, POST"},
    )
    response = problems.from_framework(answer)
    assert json.loads(response.body) == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": "Unsupported method: PUT",
        "code": "method_not_allowed",
    }
    assert response.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("answer", [Response(body={"Code": "x"}), Response(body="text", status_code=500)])
def test_every_other_answer_passes_as_it_is(answer: Response) -> None:
    assert problems.from_framework(answer) is answer
