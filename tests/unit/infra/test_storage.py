"""infra/storage.yaml: notifications of the upload bucket, access for CloudFront, protection of the tables."""

from typing import Any

import pytest

from tests.unit.infra.templates import create

FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:darkroom-prod-process_upload"
DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E1"


def notification(**parameters: str) -> Any:
    return create("storage.yaml", **parameters).resources["UploadBucket"].get("NotificationConfiguration")


def test_nothing_is_notified_before_the_function_exists() -> None:
    assert notification() is None


def test_the_function_is_notified_of_new_and_deleted_objects_in_the_folder() -> None:
    configurations = notification(ProcessUploadArn=FUNCTION, UploadPrefix="photos/")["LambdaConfigurations"]
    assert [each["Event"] for each in configurations] == ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
    for each in configurations:
        assert each["Function"] == FUNCTION
        assert each["Filter"] == {"S3Key": {"Rules": [{"Name": "prefix", "Value": "photos/"}]}}


@pytest.mark.parametrize("function", ["", FUNCTION])
def test_eventbridge_replaces_the_notification_of_the_function(function: str) -> None:
    assert notification(UploadEvents="eventbridge", ProcessUploadArn=function) == {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True}
    }


def test_existing_buckets_are_not_managed() -> None:
    created = create("storage.yaml", ExistingUploadBucket="photos", ExistingDestBucket="variants")
    assert not [each for each in created.resources if "Bucket" in each]
    assert (created.outputs["UploadBucket"], created.outputs["DestBucket"]) == ("photos", "variants")


def test_only_the_distribution_can_read_the_processed_bucket() -> None:
    def statements(**parameters: str) -> list[Any]:
        policy = create("storage.yaml", **parameters).resources["DestBucketPolicy"]
        return [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Allow"]

    assert statements() == []
    [statement] = statements(DistributionArn=DISTRIBUTION)
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert statement["Action"] == "s3:GetObject"
    assert statement["Condition"] == {"StringEquals": {"AWS:SourceArn": DISTRIBUTION}}


@pytest.mark.parametrize("template", ["events.yaml", "storage.yaml"])
@pytest.mark.parametrize("protection", ["true", "false"])
def test_tables_are_protected_from_deletion_on_request(template: str, protection: str) -> None:
    resources = create(template, DeletionProtection=protection).resources
    tables = [each for each in resources.values() if "KeySchema" in each]
    assert tables
    assert {each["DeletionProtectionEnabled"] for each in tables} == {protection == "true"}


@pytest.mark.parametrize("template", ["events.yaml", "storage.yaml"])
def test_tables_use_the_aws_owned_key(template: str) -> None:
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
    tables = [each for each in create(template).resources.values() if "KeySchema" in each]
    assert tables
    assert not [each for each in tables if "SSESpecification" in each]


@pytest.mark.parametrize("value", ["true", "false"])
def test_the_stack_remembers_that_eventbridge_was_turned_on(value: str) -> None:
    assert create("storage.yaml", EnabledEventBridge=value).outputs["EnabledEventBridge"] == value


def test_variants_on_demand_end_and_other_variants_stay() -> None:
    bucket = create("storage.yaml", OnDemandDays="14").resources["DestBucket"]
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["expire-variants-on-demand"] == {
        "Id": "expire-variants-on-demand",
        "Status": "Enabled",
        "Prefix": "d/",
        "ExpirationInDays": "14",
    }
    assert [rule for rule in rules.values() if "ExpirationInDays" in rule] == [
        rules["expire-variants-on-demand"]
    ]


def test_variants_on_demand_stay_for_thirty_days_unless_told_otherwise() -> None:
    bucket = create("storage.yaml").resources["DestBucket"]
    [rule] = [each for each in bucket["LifecycleConfiguration"]["Rules"] if each.get("Prefix") == "d/"]
    assert rule["ExpirationInDays"] == 30
