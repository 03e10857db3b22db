"""The counters of the quotas, on DynamoDB: one item for each owner and day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from chalicelib.access.usage import Limits, Usage
from chalicelib.aws.errors import is_condition_failure, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# One write, so that no two requests can take the same last place.
_ADD = "SET expires_at = :expires ADD images :one, #bytes :size, #forms :more"
_WITHIN = (
    "(attribute_not_exists(images) OR (images < :images AND #bytes <= :left))"
    " AND (attribute_not_exists(#forms) OR #forms <= :room)"
)


class DynamoDBUsageStore:
    """Counters in the table of records: `usage#OWNER#DAY` is no id that an image can have."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
        """UpdateItem, if no limit is passed by it."""
        if usage.bytes > limits.bytes:
            return "bytes"
        span = f"forms_{usage.span}"
        with translated("Counting against the quotas"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"id": {"S": f"usage#{usage.owner}#{usage.day}"}},
                    UpdateExpression=_ADD,
                    ConditionExpression=_WITHIN,
                    ExpressionAttributeNames={"#bytes": "bytes", "#forms": span},
                    ExpressionAttributeValues={
                        ":one": {"N": "1"},
                        ":size": {"N": str(usage.bytes)},
                        ":left": {"N": str(limits.bytes - usage.bytes)},
                        ":images": {"N": str(limits.images)},
                        ":more": {"N": str(usage.forms)},
                        ":room": {"N": str(limits.forms - usage.forms)},
                        ":expires": {"N": str(int(usage.expires_at.timestamp()))},
                    },
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if not is_condition_failure(error):
                    raise
                response: Any = error.response
                return _exhausted(response["Item"], span, usage, limits)
        return None


def _exhausted(
    item: Mapping[str, Mapping[str, str]], span: str, usage: Usage, limits: Limits
) -> Literal["images", "bytes", "forms"]:
    """Say which limit was in the way: of several, the one that takes longest to pass."""
    if int(item["images"]["N"]) >= limits.images:
        return "images"
    if span in item and int(item[span]["N"]) + usage.forms > limits.forms:
        return "forms"
    return "bytes"
