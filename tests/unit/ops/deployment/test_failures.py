"""Failed deployments: the reason is printed, the stage works as before, and the same command goes on."""

import pytest

from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed
from tests.fakes.account.consistency import missing, parameters, variables

APP = "darkroom-prod-app"


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
    assert (app["OpenForms"], app["Concurrency"]) == ("2000", "50")
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


def test_settings_that_lambda_would_not_take_stop_before_the_functions_change(account: FakeAccount) -> None:
    deployed(account)
    done = len(account.operations.log)
    labels = ",".join(f"Label {number}" for number in range(500))
    outcome = deploy(account, "--set", f"MODERATION_LABELS={labels}")
    assert outcome.code is ExitCode.FAILED
    assert "Lambda allows 4,096" in outcome.text
    assert len(account.operations.log) == done
