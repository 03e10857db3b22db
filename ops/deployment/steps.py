"""Take steps one after the other until all are done or one fails."""

from collections.abc import Callable, Iterable

from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct

from chalicelib.errors import DarkroomError
from ops.aws_errors import explain
from ops.cloudformation.stacks import Report
from ops.exit_codes import ExitCode
from ops.printing import Printer


class StepFailed(DarkroomError):
    """A step failed; the message has the reason."""

    code = "step_failed"


class Step(Struct, frozen=True, kw_only=True):
    """`action` gets a function that reports progress, and returns the result in a few words.

    `advice` is printed if the action fails. Repeating the command is always safe.
    """

    title: str
    action: Callable[[Report], str]
    advice: str


def take(steps: Iterable[Step], printer: Printer) -> ExitCode:
    """Take the steps and print their results; stop at the first failure. Raises KeyboardInterrupt."""
    for step in steps:
        try:
            with printer.status(step.title) as report:
                result = step.action(report)
        except (DarkroomError, ClientError, BotoCoreError) as error:
            printer.error(f"{step.title}: failed.\n{explain(error)}\n{step.advice}")
            return ExitCode.FAILED
        except KeyboardInterrupt:
            printer.error(f"{step.title}: interrupted. Run the same command again to continue.")
            raise
        printer.note(f"{step.title}: {result}")
    return ExitCode.OK
