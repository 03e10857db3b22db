"""Store the retired outputs of images in DynamoDB."""

from collections.abc import Sequence
from typing import Any

import msgspec

from chalicelib.aws.errors import translate_errors, try_write
from chalicelib.aws.items import retired_id, shard_of, timestamp
from chalicelib.aws.table import Table
from chalicelib.models import RetiredOutput


class DynamoDBRetirementStore(Table):
    """Stores the retired outputs of each image in one item of the image table: `retired#{image_id}`.

    The item has no `owner`, so it is in no listing. The index `by_due_shard` has it under the earliest date.
    """

    def get(self, image_id: str) -> Sequence[RetiredOutput]:
        """Return the retired outputs of an image. The read is strongly consistent."""
        with translate_errors("Reading the retired variants"):
            response = self._client.get_item(
                TableName=self._table, Key=_key(image_id), ConsistentRead=True, ProjectionExpression="outputs"
            )
        text = response.get("Item", {}).get("outputs", {"S": "[]"})["S"]
        return msgspec.json.decode(text, type=tuple[RetiredOutput, ...])

    def replace(self, image_id: str, before: Sequence[RetiredOutput], after: Sequence[RetiredOutput]) -> bool:
        """Replace the retired outputs if they are still `before`; return whether they were."""
        condition: dict[str, Any] = {
            "TableName": self._table,
            "ConditionExpression": "outputs = :before" if before else "attribute_not_exists(id)",
        }
        if before:
            condition["ExpressionAttributeValues"] = {":before": _text(before)}
        with translate_errors("Writing the retired variants"):
            if after:
                return try_write(self._client.put_item, Item=_item(image_id, after), **condition)
            return try_write(self._client.delete_item, Key=_key(image_id), **condition)


def _key(image_id: str) -> dict[str, Any]:
    return {"id": {"S": retired_id(image_id)}}


def _item(image_id: str, outputs: Sequence[RetiredOutput]) -> dict[str, Any]:
    return {
        **_key(image_id),
        "outputs": _text(outputs),
        "due_shard": {"S": shard_of("due", retired_id(image_id))},
        "due_at": {"S": timestamp(min(each.due_at for each in outputs))},
    }


def _text(outputs: Sequence[RetiredOutput]) -> dict[str, Any]:
    """Return the outputs as text, which every condition can compare."""
    return {"S": msgspec.json.encode(outputs).decode()}
