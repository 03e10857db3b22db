"""moto's servers under threads."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws

pytestmark = pytest.mark.timeout(60)

WAYS = 8


def test_only_one_of_many_conditional_updates_wins(aws: Aws) -> None:
    def claim(image: str) -> bool:
        try:
            aws.clients.dynamodb.update_item(
                TableName=aws.resources.images_table,
                Key={"id": {"S": image}},
                UpdateExpression="SET #won = :yes",
                ConditionExpression="attribute_not_exists(#won)",
                ExpressionAttributeNames={"#won": "won"},
                ExpressionAttributeValues={":yes": {"BOOL": True}},
            )
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(WAYS) as pool:
        for _ in range(10):
            image = uuid4().hex
            assert sum(pool.map(claim, [image] * WAYS)) == 1


def test_no_version_of_an_object_gets_lost(aws: Aws) -> None:
    bucket, key = aws.resources.dest_bucket, f"{uuid4()}.bin"

    def put(number: int) -> None:
        aws.clients.s3.put_object(Bucket=bucket, Key=key, Body=bytes([number]))

    with ThreadPoolExecutor(WAYS) as pool:
        list(pool.map(put, range(40)))
    versions = aws.clients.s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    assert len(versions) == 40


def test_deleting_twice_is_no_error(aws: Aws) -> None:
    bucket = aws.resources.upload_bucket
    aws.clients.s3.put_object(Bucket=bucket, Key="images/twice.jpg", Body=b"x")
    for _ in range(2):
        answer = aws.clients.s3.delete_object(Bucket=bucket, Key="images/twice.jpg")
        assert answer["DeleteMarker"]
