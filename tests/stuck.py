"""Records of images that got stuck."""

from typing import TYPE_CHECKING

from chalicelib.aws.items import shard_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


def make_stuck(
    client: "DynamoDBClient", table: str, image_id: str, *, status: str = "processing", attempts: int = 0
) -> None:
    """Change a record as if a function had claimed it long ago and then crashed.

    With the status of an outcome, it is as if the function had crashed before it cleaned up.
    """
    client.update_item(
        TableName=table,
        Key={"id": {"S": image_id}},
        UpdateExpression=(
            "SET #status = :status, updated_at = :then, open_shard = :shard, cleanup_pending = :yes,"
            " attempts = :attempts ADD revision :one"
        ),
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={
            ":status": {"S": status},
            ":then": {"S": LONG_AGO},
            ":shard": {"S": shard_of("open", image_id)},
            ":yes": {"BOOL": True},
            ":attempts": {"N": str(attempts)},
            ":one": {"N": "1"},
        },
    )
