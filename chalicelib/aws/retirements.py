"""Store the retired outputs of images in DynamoDB."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.aws.errors import is_condition_failure, translate_errors
from chalicelib.aws.items import due_shard, from_values, timestamp, to_values, without_datetimes
from chalicelib.models import RetiredOutput

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RETIRED = "retired#"
"""The beginning of the ids of these items. It is in no id of an image."""


class DynamoDBRetirementStore:
    """Stores the retired outputs of each image in one item of the image table: `retired#{image_id}`.

    The item has no `owner`, so it is in no listing. The index `by_due_shard` has it under the earliest date.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, image_id: str) -> Sequence[RetiredOutput]:
        """Return the retired outputs of an image. The read is strongly consistent."""
        with translate_errors("Reading the retired variants"):
            response = self._client.get_item(
                TableName=self._table, Key=_key(image_id), ConsistentRead=True, ProjectionExpression="outputs"
            )
        stored = from_values(response.get("Item", {})).get("outputs", ())
        return msgspec.convert(stored, tuple[RetiredOutput, ...])

    def replace(self, image_id: str, before: Sequence[RetiredOutput], after: Sequence[RetiredOutput]) -> bool:
        """Replace the retired outputs if they are still `before`; return whether they were."""
        condition: dict[str, Any] = {
            "TableName": self._table,
            "ConditionExpression": "outputs = :before" if before else "attribute_not_exists(id)",
        }
        if before:
            condition["ExpressionAttributeValues"] = to_values({":before": _plain(before)})
        with translate_errors("Writing the retired variants"):
            try:
                if after:
                    self._client.put_item(Item=to_values(_item(image_id, after)), **condition)
                else:
                    self._client.delete_item(Key=_key(image_id), **condition)
            except ClientError as error:
                if is_condition_failure(error):
                    return False
                raise
        return True


def _key(image_id: str) -> dict[str, Any]:
    return {"id": {"S": f"{RETIRED}{image_id}"}}


def _item(image_id: str, outputs: Sequence[RetiredOutput]) -> dict[str, Any]:
    item_id = f"{RETIRED}{image_id}"
    return {
        "id": item_id,
        "outputs": _plain(outputs),
        "due_shard": due_shard(item_id),
        "due_at": timestamp(min(each.due_at for each in outputs)),
    }


def _plain(outputs: Sequence[RetiredOutput]) -> object:
    return without_datetimes(msgspec.to_builtins(outputs, builtin_types=(datetime,)))
