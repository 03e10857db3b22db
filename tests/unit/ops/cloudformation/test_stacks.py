"""Stacks: what their descriptions, parameters and events mean."""

from typing import Any

import pytest

from ops.cloudformation import events
from ops.cloudformation.names import Stack
from ops.cloudformation.parameters import VERSION_TAG, Values, version_of, with_version
from ops.cloudformation.snapshot import Snapshot
from ops.cloudformation.stacks import Stacks
from ops.deployment.tools import PROJECT
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.stack import Event, FakeStack

STACK = Stack("darkroom-prod", "storage.yaml")
BODY = (PROJECT / "infra" / "artifacts.yaml").read_text("utf-8")


@pytest.fixture
def account(tmp_path_factory: pytest.TempPathFactory) -> FakeAccount:
    return FakeAccount(project=PROJECT, templates=tmp_path_factory.mktemp("no templates"))


@pytest.fixture
def stacks(account: FakeAccount) -> Stacks:
    return account.tools.stacks


@pytest.fixture
def stack(account: FakeAccount, stacks: Stacks) -> FakeStack:
    """A stack with a bucket."""
    stacks.deploy_body(STACK, BODY, lambda _: None)
    return account.cloudformation.stacks[STACK.name]


def test_values_that_are_not_given_stay() -> None:
    values = Values({"Memory": "2000", "Other": "1"})
    names = ("Memory", "Rate", "Stage")
    assert values.complete(names, {"Memory": "1769", "Rate": "5"}) == {"Memory": "2000", "Rate": "5"}


def test_values_can_return_to_their_defaults() -> None:
    values = Values({"Rate": "6"}, defaults={"Memory", "Rate"})
    assert values.complete(("Memory", "Rate"), {"Memory": "2000", "Rate": "5"}) == {"Rate": "6"}


def test_a_stack_is_created_once(stacks: Stacks) -> None:
    assert stacks.deploy_body(STACK, BODY, lambda _: None) == "created"
    assert stacks.deploy_body(STACK, BODY, lambda _: None) == "no change"


def test_an_update_keeps_the_tags_of_the_operator() -> None:
    described: Any = {"Tags": [{"Key": "team", "Value": "web"}, {"Key": VERSION_TAG, "Value": "1.0.0"}]}
    tags = with_version(described, "1.1.0")
    assert {each["Key"]: each["Value"] for each in tags} == {"team": "web", VERSION_TAG: "1.1.0"}
    assert (version_of(described), version_of(None)) == ("1.0.0", None)


def test_progress_is_the_latest_event(stacks: Stacks, stack: FakeStack) -> None:
    stack.set_status("UPDATE_IN_PROGRESS")
    stack.target.resources.update(stack.resources)
    reported: list[str] = []
    assert stacks.settle(STACK, reported.append) == "UPDATE_COMPLETE"
    assert reported == ["UPDATE_IN_PROGRESS darkroom-prod"]


def test_a_stack_that_does_not_exist_has_nothing(stacks: Stacks) -> None:
    assert stacks.describe(STACK) is None
    assert (stacks.outputs(STACK), stacks.parameters(STACK), stacks.resources(STACK, "X")) == ({}, {}, [])
    assert stacks.delete(STACK, lambda _: None) == "not found"
    assert stacks.settle(STACK, lambda _: None) is None


@pytest.mark.parametrize(
    "status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"]
)
def test_a_stack_whose_creation_failed_is_not_in_use(stacks: Stacks, stack: FakeStack, status: str) -> None:
    assert stacks.outputs(STACK).keys() == {"ArtifactBucket"}
    stack.status = status
    assert stacks.outputs(STACK) == {}
    assert Snapshot(stacks).exists(STACK)
    assert not Snapshot(stacks).in_use(STACK)
    # Its resources may still exist.
    assert len(stacks.resources(STACK, "AWS::S3::Bucket")) == 1
    assert stacks.deploy_body(STACK, BODY, lambda _: None) == "created"


@pytest.mark.parametrize(
    "status", ["UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "UPDATE_IN_PROGRESS"]
)
def test_a_stack_whose_update_failed_is_in_use(stacks: Stacks, stack: FakeStack, status: str) -> None:
    stack.status = status
    assert stacks.outputs(STACK).keys() == {"ArtifactBucket"}
    assert Snapshot(stacks).in_use(STACK)


def test_a_deleted_stack_that_is_still_described_does_not_exist(stacks: Stacks, stack: FakeStack) -> None:
    stack.status = "DELETE_COMPLETE"
    assert stacks.describe(STACK) is None


def test_a_resource_that_was_not_created_has_no_name(stacks: Stacks, stack: FakeStack) -> None:
    stack.failed["Other"] = "AWS::S3::Bucket"
    assert stacks.resources(STACK, "AWS::S3::Bucket") == ["darkroom-prod-artifactbucket-1"]


def test_a_snapshot_reads_each_stack_once(account: FakeAccount, stack: FakeStack) -> None:
    snapshot = Snapshot(account.tools.stacks)
    assert snapshot.in_use(STACK)
    del account.cloudformation.stacks[stack.name]
    assert snapshot.exists(STACK)
    assert snapshot.outputs(STACK).keys() == {"ArtifactBucket"}
    assert not Snapshot(account.tools.stacks).exists(STACK)


def test_a_stack_that_is_deleted_while_its_events_are_read_has_none(account: FakeAccount) -> None:
    assert events.latest(account.clients.cloudformation, STACK) == ""


def test_the_first_failure_of_the_last_operation_is_found_on_any_page(
    account: FakeAccount, stack: FakeStack
) -> None:
    stack.events += [Event("Old", "UPDATE_FAILED", "from an earlier operation")]
    stack.set_status("UPDATE_IN_PROGRESS")
    stack.events += [Event("Cause", "UPDATE_FAILED", "no permission")]
    stack.events += [Event(f"Other{number}", "UPDATE_FAILED", "cancelled") for number in range(30)]
    stack.set_status("UPDATE_ROLLBACK_COMPLETE")
    assert events.first_failure(account.clients.cloudformation, STACK) == "Cause: no permission"


def test_a_failure_without_a_reason_is_reported_as_such(account: FakeAccount, stack: FakeStack) -> None:
    stack.set_status("UPDATE_IN_PROGRESS")
    client = account.clients.cloudformation
    assert events.first_failure(client, STACK) == "CloudFormation gave no reason"
    stack.events.append(Event("Bucket", "UPDATE_FAILED"))
    assert events.first_failure(client, STACK) == "Bucket: no reason given"


@pytest.mark.parametrize(
    ("replacement", "text"),
    [
        ("True", "Modify Table AWS::DynamoDB::Table, which replaces it"),
        ("Conditional", "Modify Table AWS::DynamoDB::Table, which may replace it"),
        ("False", "Modify Table AWS::DynamoDB::Table"),
    ],
)
def test_a_change_that_replaces_a_resource_is_marked(replacement: str, text: str) -> None:
    change = {"Action": "Modify", "LogicalResourceId": "Table", "ResourceType": "AWS::DynamoDB::Table"}
    assert events.line({**change, "Replacement": replacement}) == text
