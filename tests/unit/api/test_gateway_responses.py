"""Errors from API Gateway have the same form as the app's own."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.api import problems, security_headers
from chalicelib.api.documents import ProblemDocument

FILE = Path(__file__).parents[3] / "infra" / "gateway-responses.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))


def test_gateway_responses_have_the_headers_of_the_apps_responses() -> None:
    assert security_headers.SECURITY.items() <= DOCUMENT["headers"].items()
    assert DOCUMENT["headers"]["Content-Type"] == problems.CONTENT_TYPE


def test_any_page_can_read_gateway_responses() -> None:
    # They are the same for all pages, and contain nothing of a caller.
    assert DOCUMENT["headers"]["Access-Control-Allow-Origin"] == "*"
    assert DOCUMENT["headers"]["Access-Control-Expose-Headers"] == "Retry-After"


@pytest.mark.parametrize("name", DOCUMENT["responses"])
def test_each_gateway_response_is_a_problem(name: str) -> None:
    problem = msgspec.convert(DOCUMENT["responses"][name]["problem"], ProblemDocument)
    assert problem.title == HTTPStatus(problem.status).phrase or problem.status == 413


@pytest.mark.parametrize("name", DOCUMENT["responses"])
def test_temporary_errors_have_retry_after(name: str) -> None:
    response = DOCUMENT["responses"][name]
    assert ("Retry-After" in response["headers"]) == (response["problem"]["status"] in {429, 503})
