"""`ops deploy` of a new stage asks for the website's origin on a terminal, and refuses elsewhere.

Starting the command takes a second, so most tests call it in this process, with a terminal as its streams.
"""

import os
import pty
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from local.process import ROOT
from ops.exit_codes import ExitCode
from ops.main import main
from tests.conftest import Aws

QUESTION = "is a new stage. Which website may upload images to it"
# The first step fails, so that nothing is built or created.
STOPPED = ("--upload-bucket", "bucket-that-does-not-exist")


def stacks(aws: Aws) -> set[str]:
    return {each["StackName"] for each in aws.clients.cloudformation.describe_stacks()["Stacks"]}


@dataclass(frozen=True)
class Ended:
    """The exit code of a command, and what a terminal showed."""

    code: int
    shown: str


def at_a_terminal(aws: Aws, arguments: list[str], typed: str) -> Ended:
    """Run `ops deploy` at a pseudo terminal on which this text is typed."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    with ThreadPoolExecutor(1) as reader, pytest.MonkeyPatch.context() as patch, ExitStack() as streams:
        shown = reader.submit(_all_shown, ours)
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            stream = streams.enter_context(open(os.dup(theirs), mode, encoding="utf-8"))  # noqa: PTH123
            patch.setattr(sys, name, stream)
        os.close(theirs)
        for name, value in {**aws.environment, "TERM": "dumb", "COLUMNS": "200"}.items():
            patch.setenv(name, value)
        code = main(["deploy", *arguments], os.environ)
    os.close(ours)
    return Ended(code, shown.result().decode().replace("\r\n", "\n"))


def _all_shown(terminal: int) -> bytes:
    return b"".join(iter(lambda: _read(terminal), b""))


def _read(terminal: int) -> bytes:
    """Return what comes next, or nothing at the end, which Linux reports as an error."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_without_a_terminal_a_new_stage_is_refused_before_anything_is_touched(aws: Aws) -> None:
    before = stacks(aws)
    done = subprocess.run(
        [sys.executable, "-m", "ops", "deploy", "fresh"],
        cwd=ROOT,
        env=os.environ | aws.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == ExitCode.USAGE
    assert "`--origin URL`" in done.stderr
    assert "`--no-origin`" in done.stderr
    assert (QUESTION in done.stderr, done.stdout, stacks(aws)) == (False, "", before)


@pytest.mark.parametrize("option", [("--no-origin",), ("--origin", "https://www.example.com")])
def test_with_one_of_the_options_nothing_is_asked_for(aws: Aws, option: tuple[str, ...]) -> None:
    ended = at_a_terminal(aws, ["fresh", *option, *STOPPED], "")
    assert (ended.code, QUESTION in ended.shown) == (ExitCode.FAILED, False)
    assert "Prerequisites: failed" in ended.shown


@pytest.mark.parametrize(
    "typed", ["https://www.example.com\n", "\n", "www.example.com\nhttps://www.example.com\n"]
)
def test_on_a_terminal_the_origin_is_asked_for_before_the_first_step(aws: Aws, typed: str) -> None:
    ended = at_a_terminal(aws, ["fresh", *STOPPED], typed)
    assert ended.code == ExitCode.FAILED
    question, step = ended.shown.index(QUESTION), ended.shown.index("Prerequisites: failed")
    assert question < step
    assert ("'www.example.com' is not one; try again" in ended.shown) == typed.startswith("www")
    assert "bucket-that-does-not-exist" in ended.shown[step:]


def test_the_end_of_the_input_is_refused_as_without_a_terminal(aws: Aws) -> None:
    ended = at_a_terminal(aws, ["fresh"], "\x04")
    assert (ended.code, "`--no-origin`" in ended.shown) == (ExitCode.USAGE, True)


def test_both_options_together_are_invalid_usage(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--origin", "https://www.example.com", "--no-origin")
    with pytest.raises(SystemExit) as ended:
        main(["deploy", "fresh", *options], aws.environment)
    assert ended.value.code == ExitCode.USAGE
    assert "not allowed with argument" in capsys.readouterr().err


def test_a_stage_that_exists_is_updated_without_a_question(aws: Aws) -> None:
    template = (
        '{"Parameters": {"Stage": {"Type": "String"}}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'
    )
    aws.clients.cloudformation.create_stack(
        StackName="darkroom-older-app",
        TemplateBody=template,
        Parameters=[{"ParameterKey": "Stage", "ParameterValue": "older"}],
    )
    ended = at_a_terminal(aws, ["older", *STOPPED], "")
    assert (ended.code, QUESTION in ended.shown) == (ExitCode.FAILED, False)
    assert "Prerequisites: failed" in ended.shown
