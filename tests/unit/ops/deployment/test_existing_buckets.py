"""An existing upload bucket: its own notifications stay, and its events come through EventBridge."""

from typing import Any

import pytest

from ops.deployment.existing_bucket import ExistingBucket
from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed, destroy, removal
from tests.fakes.account.consistency import parameters, variables
from tests.fakes.account.s3 import FakeBucket

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:{}"
ON = "EventBridgeConfiguration"


def direct(function: str, prefix: str | None = None) -> dict[str, Any]:
    """Return a notification of a function for a folder."""
    rules = [] if prefix is None else [{"Name": "Prefix", "Value": prefix}]
    return {
        "LambdaFunctionConfigurations": [
            {"LambdaFunctionArn": ARN.format(function), "Filter": {"Key": {"FilterRules": rules}}}
        ]
    }


def pattern(**detail: Any) -> dict[str, Any]:
    return {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}


def in_bucket(name: str) -> dict[str, Any]:
    return {"bucket": {"name": [name]}}


def in_folder(prefix: str) -> dict[str, Any]:
    return in_bucket("mine") | {"object": {"key": [{"prefix": prefix}]}}


@pytest.fixture
def bucket(account: FakeAccount) -> FakeBucket:
    account.resources.s3.buckets["mine"] = FakeBucket()
    return account.resources.s3.buckets["mine"]


def add_rule(account: FakeAccount, function: str, found: dict[str, Any], name: str = "other") -> None:
    account.resources.events.rules[name] = (found, [ARN.format(function)])


def test_events_come_through_eventbridge(account: FakeAccount, bucket: FakeBucket) -> None:
    own = {"TopicConfigurations": [{"TopicArn": "arn:aws:sns:eu-central-1:123456789012:mine"}]} | direct(
        "mine"
    )
    bucket.notification = own
    deployed(account, "--upload-bucket", "mine")
    assert bucket.notification == {**own, ON: {}}
    assert parameters(account, "storage")["EnabledEventBridge"] == "true"
    assert variables(account)["UPLOAD_BUCKET"] == "mine"
    created, deleted = (rule for rule in account.resources.events.rules.values() if rule[0])
    assert created[0] == pattern(**in_folder("images/"))
    assert deleted[0] == {
        **pattern(**in_folder("images/"), reason=["DeleteObject"]),
        "detail-type": ["Object Deleted"],
    }


def test_the_bucket_stays_without_the_option(account: FakeAccount, bucket: FakeBucket) -> None:
    deployed(account, "--upload-bucket", "mine")
    done = len(account.operations.log)
    deployed(account)
    assert len(account.operations.log) == done
    assert ON in bucket.notification


def test_eventbridge_that_someone_turned_off_is_turned_on_again(
    account: FakeAccount, bucket: FakeBucket
) -> None:
    deployed(account, "--upload-bucket", "mine")
    bucket.notification = direct("mine")
    deployed(account)
    assert bucket.notification == {**direct("mine"), ON: {}}


@pytest.mark.parametrize("folder", ["images/", "images/a/", "", None])
def test_a_folder_that_another_stage_already_processes_directly_is_refused(
    account: FakeAccount, bucket: FakeBucket, folder: str | None
) -> None:
    bucket.notification = direct("darkroom-dev-process_upload", folder)
    outcome = deploy(account, "--upload-bucket", "mine")
    assert outcome.code is ExitCode.FAILED
    assert "The function darkroom-dev-process_upload already receives the events of mine/" in outcome.text
    assert "choose another folder with --set UPLOAD_PREFIX=…" in outcome.text
    assert account.cloudformation.stacks == {}
    assert bucket.notification == direct("darkroom-dev-process_upload", folder)


@pytest.mark.parametrize("folder", ["images/", "images/a/", ""])
def test_a_folder_that_another_stage_already_processes_by_a_rule_is_refused(
    account: FakeAccount, bucket: FakeBucket, folder: str
) -> None:
    assert bucket.notification == {}
    add_rule(account, "darkroom-dev-process_upload", pattern(**in_folder(folder)))
    outcome = deploy(account, "--upload-bucket", "mine")
    assert outcome.code is ExitCode.FAILED
    assert f"darkroom-dev-process_upload already receives the events of mine/{folder}" in outcome.text


def test_two_stages_can_share_a_bucket_with_different_folders(
    account: FakeAccount, bucket: FakeBucket
) -> None:
    deployed(account, "--upload-bucket", "mine", "--set", "UPLOAD_PREFIX=photos/")
    options = ("--upload-bucket", "mine", "--set", "UPLOAD_PREFIX=photos/2024/")
    assert "overlaps with photos/2024/" in deploy(account, *options, stage="dev").text
    deployed(account, "--upload-bucket", "mine", "--set", "UPLOAD_PREFIX=scans/", stage="dev")
    assert parameters(account, "storage", "dev")["EnabledEventBridge"] == "false"
    assert ON in bucket.notification


def test_functions_and_rules_of_one_s_own_may_see_the_same_events(
    account: FakeAccount, bucket: FakeBucket
) -> None:
    bucket.notification = direct("mine", "images/")
    add_rule(account, "mine", pattern(**in_bucket("mine")))
    deployed(account, "--upload-bucket", "mine")


def test_an_alias_of_the_stage_s_own_function_is_not_another_stage(
    account: FakeAccount, bucket: FakeBucket
) -> None:
    assert bucket.notification == {}
    add_rule(account, "darkroom-prod-process_upload:live", pattern(**in_folder("images/")))
    deployed(account, "--upload-bucket", "mine")


def test_a_removal_takes_away_only_what_a_deployment_has_added(
    account: FakeAccount, bucket: FakeBucket
) -> None:
    bucket.notification = direct("mine")
    deployed(account, "--upload-bucket", "mine")
    account.resources.s3.put_object(Bucket="mine", Key="images/cat.jpg", Body=b"cat")
    assert removal(account).existing_buckets() == ["mine"]
    assert "turned off EventBridge for mine" in destroy(account, delete_data=True).text
    assert bucket.notification == direct("mine")
    assert account.resources.s3.objects("mine").keys() == {"images/cat.jpg"}


def test_eventbridge_that_was_on_before_stays_on(account: FakeAccount, bucket: FakeBucket) -> None:
    bucket.notification = {ON: {}}
    deployed(account, "--upload-bucket", "mine")
    assert parameters(account, "storage")["EnabledEventBridge"] == "false"
    assert destroy(account).code is ExitCode.OK
    assert bucket.notification == {ON: {}}


def test_eventbridge_stays_on_if_another_rule_may_need_it(account: FakeAccount, bucket: FakeBucket) -> None:
    deployed(account, "--upload-bucket", "mine")
    add_rule(account, "mine", pattern(**in_bucket("mine")), "audit")
    assert "mine still sends to EventBridge, because of audit" in destroy(account).text
    assert bucket.notification == {ON: {}}


def test_a_bucket_that_was_deleted_in_the_meantime_does_not_stop_a_removal(
    account: FakeAccount, bucket: FakeBucket
) -> None:
    deployed(account, "--upload-bucket", "mine")
    assert ON in bucket.notification
    del account.resources.s3.buckets["mine"]
    outcome = destroy(account)
    assert outcome.code is ExitCode.OK
    assert "mine no longer exists" in outcome.text


def test_the_rules_of_a_stage_are_its_own(account: FakeAccount, bucket: FakeBucket) -> None:
    deployed(account, "--upload-bucket", "mine")
    assert ON in bucket.notification
    assert ExistingBucket(account.clients, "mine").other_rules(PROD) == []
