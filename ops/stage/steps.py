"""Steps one after the other, until all are done or one fails."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import DarkroomError
from ops.aws_errors import explain
from ops.exit_codes import ExitCode
from ops.printing import Printer

Tell = Callable[[str], None]


class StepFailed(DarkroomError):
    """A step could not be done; the message says what was reported."""

    code = "step_failed"


@dataclass(frozen=True, kw_only=True)
class Step:
    """`action` gets a function to tell of its progress and returns what came of it, in a word or two.

    `advice` is what to do when it fails; to repeat the command is safe at any time.
    """

    title: str
    action: Callable[[Tell], str]
    advice: str


def take(steps: Iterable[Step], printer: Printer) -> ExitCode:
    """Take each step, saying how it went; stop at the first that fails."""
    for step in steps:
        try:
            with printer.status(step.title) as tell:
                result = step.action(tell)
        except (DarkroomError, ClientError, BotoCoreError) as error:
            printer.error(f"{step.title}: failed.\n{explain(error)}\n{step.advice}")
            return ExitCode.FAILED
        printer.note(f"{step.title}: {result}")
    return ExitCode.OK
