"""The page's own texts for errors, which must not contradict its buttons."""

import re
from collections.abc import Iterator

import pytest

from tests.unit.web.node import LIB, Function, exported

CODES = re.findall(r"^  (\w+): \"", (LIB / "web" / "page_messages.js").read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def can_try_again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("page_messages", "canTryAgain", tmp_path_factory.mktemp("node")) as function:
        yield function


@pytest.fixture(scope="module")
def problem_message(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("page_messages", "problemMessage", tmp_path_factory.mktemp("node")) as function:
        yield function


@pytest.mark.parametrize("code", [*CODES, "network", "empty_file"])
def test_a_text_says_try_again_exactly_if_there_is_a_button_for_it(
    can_try_again: Function, problem_message: Function, code: str
) -> None:
    problem = {"code": code, "transient": True, "detail": "Detail"}
    assert can_try_again(problem) == ("try again" in problem_message(problem).lower())
    assert problem_message(problem) != "Detail"


def test_codes_without_a_text_show_their_detail(problem_message: Function) -> None:
    assert problem_message({"code": "constructor", "detail": "Odd"}) == "Odd"
