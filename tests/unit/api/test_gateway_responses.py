"""What API Gateway answers by itself has the form of the app's own problems."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.api import headers, problems
from chalicelib.api.documents import ProblemDocument

FILE = Path(__file__).parents[3] / "infra" / "gateway-responses.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))


def test_they_have_the_headers_of_every_other_answer() -> None:
    assert headers.SECURITY.items() <= DOCUMENT["headers"].items()
    assert DOCUMENT["headers"]["Content-Type"] == problems.CONTENT_TYPE


@pytest.mark.parametrize("name", DOCUMENT["responses"])
def test_each_is_a_problem(name: str) -> None:
    problem = msgspec.convert(DOCUMENT["responses"][name]["problem"], ProblemDocument)
    assert problem.title == HTTPStatus(problem.status).phrase or problem.status == 413


@pytest.mark.parametrize("name", DOCUMENT["responses"])
def test_a_refusal_that_passes_says_when_to_try_again(name: str) -> None:
    answer = DOCUMENT["responses"][name]
    assert ("Retry-After" in answer["headers"]) == (answer["problem"]["status"] in {429, 503})
