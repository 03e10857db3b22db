"""Records of images that got stuck."""

from typing import TYPE_CHECKING

from chalicelib.aws.items import open_shard

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


def make_stuck(client: "DynamoDBClient", table: str, image_id: str) -> None:
    """Change a record as if a function had claimed it long ago and then crashed."""
    client.update_item(
        TableName=table,
        Key={"id": {"S": image_id}},
        UpdateExpression="SET #status = :status, updated_at = :then, open_shard = :shard ADD revision :one",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={
            ":status": {"S": "processing"},
            ":then": {"S": LONG_AGO},
            ":shard": {"S": open_shard(image_id)},
            ":one": {"N": "1"},
        },
    )
