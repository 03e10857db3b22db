"""Runs the commands of a stage against a fake account."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from rich.console import Console

from ops.cloudformation.names import Stage
from ops.deployment import arguments, request
from ops.deployment.actions import Actions
from ops.deployment.plan import plan
from ops.deployment.preview import StagePreview, preview
from ops.deployment.removal import Removal
from ops.deployment.request import Request
from ops.deployment.rollback import Rollback
from ops.deployment.steps import Step, take
from ops.exit_codes import ExitCode
from ops.printing import Printer
from tests.fakes.account.account import FakeAccount

PROD = Stage("prod")
# The options that turn all features on, and off.
ALL_FEATURES = (
    *("--cdn", "--events", "--workflow", "stepfunctions", "--moderation", "rekognition"),
    *("--face-detection", "rekognition", "--tracing"),
)
NO_FEATURES = (
    *("--no-cdn", "--no-events", "--workflow", "direct", "--moderation", "off"),
    *("--face-detection", "off", "--no-tracing", "--no-alarms"),
)


@dataclass(frozen=True)
class Outcome:
    """The exit code of a command, and what it printed."""

    code: ExitCode
    text: str


def read(*options: str, stage: str = "prod") -> Request:
    """Return the request for these options. Raises ConfigurationError."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    arguments.add_arguments(parser)
    return request.read(parser.parse_args([stage, *options]))


def steps(account: FakeAccount, *options: str, stage: str = "prod") -> Iterable[Step]:
    """Yield the steps of a deployment."""
    return plan(Actions(request=read(*options, stage=stage), tools=account.tools))


def deploy(account: FakeAccount, *options: str, stage: str = "prod", stop: int | None = None) -> Outcome:
    """Deploy, or stop after a number of steps."""
    return _take(islice(steps(account, *options, stage=stage), stop))


def deployed(account: FakeAccount, *options: str, stage: str = "prod") -> FakeAccount:
    """Return the account with a stage that was deployed successfully."""
    outcome = deploy(account, *options, stage=stage)
    assert outcome.code is ExitCode.OK, outcome.text
    return account


def diff(account: FakeAccount, *options: str, stage: str = "prod") -> StagePreview:
    return preview(read(*options, stage=stage), account.tools, lambda _: None)


def roll_back(account: FakeAccount, stage: str = "prod", stop: int | None = None) -> Outcome:
    return _take(islice(Rollback(stage=Stage(stage), tools=account.tools).plan(), stop))


def removal(account: FakeAccount, *, delete_data: bool = False, stage: str = "prod") -> Removal:
    return Removal(stage=Stage(stage), delete_data=delete_data, tools=account.tools)


def destroy(
    account: FakeAccount, *, delete_data: bool = False, stage: str = "prod", stop: int | None = None
) -> Outcome:
    return _take(islice(removal(account, delete_data=delete_data, stage=stage).plan(), stop))


def _take(steps: Iterable[Step]) -> Outcome:
    printed = StringIO()
    console = Console(file=printed, width=1000)
    return Outcome(take(steps, _QuietPrinter(console, console)), printed.getvalue())


class _QuietPrinter(Printer):
    """Shows no progress, which takes longer than the step itself."""

    @contextmanager
    def status(self, title: str) -> Iterator[Callable[[str], None]]:  # noqa: ARG002 - as in the base class
        yield lambda _: None
