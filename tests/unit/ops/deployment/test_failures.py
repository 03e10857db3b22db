"""Failed deployments: the reason is printed, the stage works as before, and the same command goes on."""

import pytest

from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed, steps
from tests.fakes.account.consistency import missing, parameters, variables
from tests.fakes.account.errors import client_error

APP = "darkroom-prod-app"
EXPIRED = client_error("ExpiredToken", "The security token included in the request is expired")


def status(account: FakeAccount, stack: str = APP) -> str:
    return account.cloudformation.stacks[stack].status


def fail(account: FakeAccount, resource: str, reason: str, stack: str = APP) -> None:
    account.operations.failures[stack, resource] = reason


def test_a_failed_creation_is_reported_with_its_cause_and_repeated(account: FakeAccount) -> None:
    fail(account, "Sweep", "The account's quota is used up")
    outcome = deploy(account, "--set", "OPEN_FORMS=5")
    assert outcome.code is ExitCode.FAILED
    # CloudFormation then cancels other resources, which fail later.
    assert f"{APP} ended as ROLLBACK_COMPLETE: Sweep: The account's quota is used up\n" in outcome.text
    assert "run the same command again" in outcome.text
    assert account.resources.functions.functions == {}
    account.operations.failures.clear()
    deployed(account, "--set", "OPEN_FORMS=5")
    assert variables(account)["OPEN_FORMS"] == "5"


def test_settings_of_a_failed_creation_are_forgotten(account: FakeAccount) -> None:
    fail(account, "Sweep", "no")
    deploy(account, "--set", "OPEN_FORMS=5", "--concurrency", "7")
    account.operations.failures.clear()
    account.code = "second"
    deployed(account)
    app = parameters(account, "app")
    assert (app["OpenForms"], app["Concurrency"]) == ("20000", "50")
    assert app["PreviousReleasePrefix"] == ""


@pytest.mark.parametrize("stack", [APP, "darkroom-prod", "darkroom-prod-artifacts"])
def test_a_creation_whose_rollback_fails_is_cleaned_up(account: FakeAccount, stack: str) -> None:
    account.operations.stuck.add(stack)
    resource = {APP: "Sweep", "darkroom-prod": "FailuresQueuePolicy"}.get(stack, "ArtifactBucketPolicy")
    fail(account, resource, "no", stack)
    assert "ended as ROLLBACK_FAILED" in deploy(account).text
    account.operations.failures.clear()
    deployed(account)
    assert status(account, stack).endswith("_COMPLETE")


def test_a_stack_that_cannot_be_deleted_is_reported_with_a_way_on(account: FakeAccount) -> None:
    fail(account, "Sweep", "no")
    deploy(account)
    account.operations.stuck.add(APP)
    deploy(account)
    fail(account, "APIHandler deletion", "it is still used")
    outcome = deploy(account)
    assert f"{APP} ended as DELETE_FAILED: APIHandler: it is still used\n" in outcome.text
    assert f"delete-stack --stack-name {APP} --deletion-mode FORCE_DELETE_STACK" in outcome.text
    account.operations.failures.clear()
    deployed(account)


def test_a_failed_update_leaves_the_stage_as_it_was(account: FakeAccount) -> None:
    deployed(account, "--set", "OPEN_FORMS=5")
    before = variables(account)
    fail(account, "Sweep", "AccessDenied")
    account.code = "second"
    outcome = deploy(account, "--set", "OPEN_FORMS=6", "--tracing")
    assert outcome.code is ExitCode.FAILED
    assert f"{APP} ended as UPDATE_ROLLBACK_COMPLETE: Sweep: AccessDenied\n" in outcome.text
    assert variables(account) == before
    assert missing(account, PROD) == []
    account.operations.failures.clear()
    deployed(account)
    assert variables(account)["OPEN_FORMS"] == "5"


def test_the_cause_is_that_of_the_last_operation(account: FakeAccount) -> None:
    fail(account, "Sweep", "the first cause")
    deploy(account)
    account.operations.failures.clear()
    deployed(account)
    fail(account, "Authorize", "the second cause")
    assert "Authorize: the second cause" in deploy(account, "--memory", "2000").text


def test_a_rollback_that_failed_is_continued(account: FakeAccount) -> None:
    deployed(account)
    fail(account, "Sweep", "no")
    account.operations.stuck.add(APP)
    assert "ended as UPDATE_ROLLBACK_FAILED: Sweep: no\n" in deploy(account, "--memory", "2000").text
    account.operations.failures.clear()
    account.operations.stuck.clear()
    deployed(account, "--memory", "2000")
    assert parameters(account, "app")["Memory"] == "2000"


def test_a_rollback_that_fails_again_is_reported_with_a_way_on(account: FakeAccount) -> None:
    deployed(account)
    fail(account, "Sweep", "no")
    account.operations.stuck.add(APP)
    deploy(account, "--memory", "2000")
    outcome = deploy(account, "--memory", "2000")
    assert f"{APP} could not be rolled back: Stuck: this one can't be rolled back\n" in outcome.text
    assert f"continue-update-rollback --stack-name {APP} --resources-to-skip" in outcome.text


def test_a_running_operation_is_waited_for(account: FakeAccount) -> None:
    deployed(account)
    account.interrupt = 0
    with pytest.raises(KeyboardInterrupt):
        deploy(account, "--memory", "2000")
    assert status(account) == "UPDATE_IN_PROGRESS"
    account.interrupt = None
    deployed(account)
    assert parameters(account, "app")["Memory"] == "2000"


def test_settings_of_an_interrupted_update_that_fails_are_forgotten(account: FakeAccount) -> None:
    deployed(account)
    first = parameters(account, "app")["ReleasePrefix"]
    account.code = "second"
    account.interrupt = 0
    with pytest.raises(KeyboardInterrupt):
        deploy(account, "--memory", "2000")
    account.interrupt = None
    fail(account, "Sweep", "no")
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
            with pytest.raises(Exception, match=f"Another deployment has changed {APP}"):
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


def test_settings_that_lambda_would_not_take_stop_before_the_functions_change(account: FakeAccount) -> None:
    deployed(account)
    done = len(account.operations.log)
    labels = ",".join(f"Label {number}" for number in range(500))
    outcome = deploy(account, "--set", f"MODERATION_LABELS={labels}")
    assert outcome.code is ExitCode.FAILED
    assert "Lambda allows 4,096" in outcome.text
    assert len(account.operations.log) == done
