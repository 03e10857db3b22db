"""The resources on moto are as the template says, including what moto's CloudFormation ignores."""

from typing import Any

import pytest

from local.resources import TEMPLATE
from local.template import resource_properties
from tests.conftest import Aws


@pytest.fixture(params=["upload_bucket", "dest_bucket"])
def bucket(aws: Aws, request: pytest.FixtureRequest) -> str:
    return str(getattr(aws.resources, request.param))


def test_buckets_are_versioned(aws: Aws, bucket: str) -> None:
    assert aws.clients.s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"


def test_buckets_are_private(aws: Aws, bucket: str) -> None:
    access = aws.clients.s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert len(access) == 4
    assert all(access.values())


def test_buckets_are_encrypted(aws: Aws, bucket: str) -> None:
    response = aws.clients.s3.get_bucket_encryption(Bucket=bucket)
    [rule] = response["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_bucket_acls_are_disabled(aws: Aws, bucket: str) -> None:
    [rule] = aws.clients.s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rule["ObjectOwnership"] == "BucketOwnerEnforced"


def test_browsers_can_post_to_the_upload_bucket(aws: Aws) -> None:
    [rule] = aws.clients.s3.get_bucket_cors(Bucket=aws.resources.upload_bucket)["CORSRules"]
    assert rule["AllowedMethods"] == ["POST", "PUT"]
    assert rule["AllowedOrigins"] == ["*"]


def test_the_table_has_indexes_for_listings_and_can_be_restored(aws: Aws) -> None:
    name = aws.resources.images_table
    table = aws.clients.dynamodb.describe_table(TableName=name)["Table"]
    indexes = {index["IndexName"]: index["KeySchema"] for index in table["GlobalSecondaryIndexes"]}
    assert [key["AttributeName"] for key in indexes["ids_by_owner"]] == ["owner", "created_at"]
    assert [key["AttributeName"] for key in indexes["ids_by_owner_status"]] == ["owner_status", "created_at"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    backups = aws.clients.dynamodb.describe_continuous_backups(TableName=name)
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    expiry = aws.clients.dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert expiry == {"AttributeName": "expires_at", "TimeToLiveStatus": "ENABLED"}


def test_dead_letters_are_kept_for_two_weeks(aws: Aws) -> None:
    attributes = aws.clients.sqs.get_queue_attributes(
        QueueUrl=aws.resources.failures.url, AttributeNames=["All"]
    )["Attributes"]
    assert attributes["MessageRetentionPeriod"] == str(14 * 24 * 3600)
    assert attributes["SqsManagedSseEnabled"] == "true"


def test_no_lifecycle_rule_removes_current_variants_except_those_on_demand() -> None:
    """The sweep removes them. S3 would count the days from the creation of a variant."""
    rules = resource_properties(TEMPLATE)["DestBucket"]["LifecycleConfiguration"]["Rules"]
    removing = [rule for rule in rules if "ExpirationInDays" in rule or "TagFilters" in rule]
    assert [rule["Prefix"] for rule in removing] == ["d/"]


def test_parameters_are_replaced_by_their_defaults() -> None:
    rules = resource_properties(TEMPLATE)["UploadBucket"]["LifecycleConfiguration"]["Rules"]
    assert {"NoncurrentDays": 30} in [rule.get("NoncurrentVersionExpiration") for rule in rules]


def statements(policy: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = resource_properties(TEMPLATE)[policy]["PolicyDocument"]["Statement"]
    return listed


@pytest.mark.parametrize("policy", ["UploadBucketPolicy", "DestBucketPolicy", "FailuresQueuePolicy"])
def test_buckets_and_queues_require_tls(policy: str) -> None:
    [denial] = [each for each in statements(policy) if each.get("Effect") == "Deny"]
    assert denial["Principal"] == "*"
    assert denial["Action"] in {"s3:*", "sqs:*"}
    assert denial["Condition"] == {"Bool": {"aws:SecureTransport": False}}
