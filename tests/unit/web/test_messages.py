"""The page's texts for errors, which must not contradict its buttons."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.web.node import EMBED, Function, exported

CODES = re.findall(r"^  (\w+): \"", (EMBED / "messages.js").read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def can_retry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("messages", "canRetry", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def error_message(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("messages", "errorMessage", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def retrying_message(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("messages", "retryingMessage", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


def test_no_code_has_two_texts() -> None:
    assert sorted(CODES) == sorted(set(CODES))


@pytest.mark.parametrize("code", CODES)
def test_a_text_says_try_again_exactly_if_there_is_a_button_for_it(
    can_retry: Function, error_message: Function, code: str
) -> None:
    problem = {"code": code, "transient": True}
    assert can_retry(problem) == ("try again" in error_message(problem).lower())
    assert not re.search(r"upload it again", error_message(problem), re.IGNORECASE)


def test_an_unknown_code_can_be_retried_if_it_is_transient(can_retry: Function) -> None:
    assert can_retry({"code": "new", "transient": True})
    assert not can_retry({"code": "new", "transient": False})
    assert not can_retry({"code": "new"})


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ({"code": "network", "status": 0}, "Connection problem. Retrying…"),
        ({"code": "throttled", "status": 429}, "Too many requests. Retrying…"),
        ({"code": "request_in_progress", "status": 409}, "Still working on an earlier request. Retrying…"),
        ({"code": "service_unavailable", "status": 503}, "The service is temporarily unavailable. Retrying…"),
    ],
)
def test_a_retry_names_its_reason(retrying_message: Function, problem: dict[str, Any], text: str) -> None:
    assert retrying_message(problem) == text
