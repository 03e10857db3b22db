"""Deployments that are interrupted, that run at once, or whose session expires."""

import pytest
from rich.console import Console

from ops.deployment.steps import StepFailed, take
from ops.exit_codes import ExitCode
from ops.printing import Printer
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed, steps
from tests.fakes.account.consistency import missing, parameters, variables
from tests.fakes.account.errors import client_error

APP = "darkroom-prod-app"
EXPIRED = client_error("ExpiredToken", "The security token included in the request is expired")


def test_a_running_operation_is_waited_for(account: FakeAccount) -> None:
    deployed(account)
    account.interrupt = 0
    with pytest.raises(KeyboardInterrupt):
        deploy(account, "--memory", "2000")
    assert account.cloudformation.stacks[APP].status == "UPDATE_IN_PROGRESS"
    account.interrupt = None
    deployed(account)
    assert parameters(account, "app")["Memory"] == "2000"


def test_an_interrupted_command_says_how_to_continue(
    account: FakeAccount, capsys: pytest.CaptureFixture[str]
) -> None:
    account.interrupt = 0
    printer = Printer(Console(), Console(stderr=True))
    with pytest.raises(KeyboardInterrupt):
        take(steps(account), printer)
    expected = (
        "Artifact bucket (darkroom-prod-artifacts): interrupted. Run the same command again to continue."
    )
    assert expected in capsys.readouterr().err.replace("\n", " ")


def test_settings_of_an_interrupted_update_that_fails_are_forgotten(account: FakeAccount) -> None:
    deployed(account)
    first = parameters(account, "app")["ReleasePrefix"]
    account.code = "second"
    account.interrupt = 0
    with pytest.raises(KeyboardInterrupt):
        deploy(account, "--memory", "2000")
    account.interrupt = None
    account.operations.failures[APP, "Sweep"] = "no"
    account.operations.observe = account.operations.failures.clear
    deployed(account)
    app = parameters(account, "app")
    assert (app["Memory"], app["PreviousReleasePrefix"]) == ("1769", first)


@pytest.mark.parametrize("second", [(), ("--memory", "3008")])
def test_of_two_deployments_at_once_one_stops(account: FakeAccount, second: tuple[str, ...]) -> None:
    deployed(account)
    first = steps(account, "--memory", "2000")
    for step in first:
        if APP in step.title:
            deployed(account, *second, "--set", "OPEN_FORMS=5")
            with pytest.raises(StepFailed, match=f"Another deployment has changed {APP}"):
                step.action(lambda _: None)
            break
    assert variables(account)["OPEN_FORMS"] == "5"


@pytest.mark.parametrize("exists", [False, True])
def test_a_stack_that_another_deployment_has_just_started_to_change_is_left_alone(
    account: FakeAccount, *, exists: bool
) -> None:
    if exists:
        deployed(account)
    account.cloudformation.has_rival = True
    outcome = deploy(account, "--memory", "2000")
    assert outcome.code is ExitCode.FAILED
    assert "Another deployment is changing darkroom-prod" in outcome.text
    assert "wait until it ends" in outcome.text


def test_an_expired_session_is_explained_and_the_deployment_continues(account: FakeAccount) -> None:
    def expire() -> None:
        account.cloudformation.session_error = EXPIRED

    # CloudFormation finishes the stack, but the command can't see it.
    account.operations.observe = expire
    outcome = deploy(account, "--events")
    assert outcome.code is ExitCode.FAILED
    assert "Sign in again" in outcome.text
    assert str(EXPIRED) in outcome.text
    account.operations.observe, account.cloudformation.session_error = lambda: None, None
    deployed(account, "--events")
    assert missing(account, PROD) == []


def test_a_session_that_expires_during_the_upload_is_explained(account: FakeAccount) -> None:
    account.resources.s3.session_error = EXPIRED
    outcome = deploy(account)
    assert "Package and templates: failed.\n" in outcome.text
    assert "Sign in again" in outcome.text
