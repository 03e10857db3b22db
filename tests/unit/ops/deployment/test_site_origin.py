"""The origin of the website that a new stage is for."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from ops.cloudformation.names import Stage
from ops.deployment.request import Request
from ops.deployment.site_origin import OriginUndecided, decided
from ops.printing import Printer

ASKED = Request(stage=Stage.named("prod"), parameters={"Memory": "512"})


def answers(*lines: str) -> Callable[[], str]:
    """Return what reads these lines from a terminal, and then its end."""
    return io.StringIO("".join(lines)).readline


def decide(*lines: str) -> tuple[tuple[str, ...], str]:
    """Return the origins for these answers, and what is printed."""
    printed = io.StringIO()
    request = decided(ASKED, answers(*lines), Printer(Console(file=io.StringIO()), Console(file=printed)))
    assert (request.stage, request.parameters) == (ASKED.stage, ASKED.parameters)
    return request.new_origins, printed.getvalue()


@pytest.mark.parametrize(
    ("answer", "origins"),
    [
        ("https://www.example.com\n", ("https://www.example.com",)),
        ("  https://www.example.com/ \n", ("https://www.example.com",)),
        ("http://localhost:3000", ("http://localhost:3000",)),
        ("https://a.example, https://b.example\n", ("https://a.example", "https://b.example")),
        ("\n", ()),
        ("  \r\n", ()),
    ],
)
def test_the_answer_is_one_origin_or_several_or_none(answer: str, origins: tuple[str, ...]) -> None:
    found, printed = decide(answer)
    assert found == origins
    assert "prod is a new stage. Which website" in printed
    assert "https://www.example.com" in printed


@pytest.mark.parametrize("wrong", ["www.example.com", "https://example.com/page", "*", "none", "yes"])
def test_an_answer_that_is_no_origin_is_explained_and_asked_for_again(wrong: str) -> None:
    found, printed = decide(f"{wrong}\n", f"{wrong}\n", "https://www.example.com\n")
    assert found == ("https://www.example.com",)
    assert printed.replace("\n", " ").count(f"{wrong!r} is not one; try again") == 2


@pytest.mark.parametrize("lines", [(), ("wrong\n",)])
def test_the_end_of_the_input_is_no_answer(lines: tuple[str, ...]) -> None:
    with pytest.raises(OriginUndecided):
        decide(*lines)


def test_without_a_terminal_the_error_names_both_options_and_nothing_is_asked() -> None:
    printed = io.StringIO()
    with pytest.raises(OriginUndecided, match=r"prod is a new stage; add `--origin URL`.* or `--no-origin`"):
        decided(ASKED, None, Printer(Console(file=printed), Console(file=printed)))
    assert printed.getvalue() == ""
