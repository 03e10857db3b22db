"""Store claims on files, and failures to render them, in DynamoDB."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from chalicelib.aws.errors import is_condition_failure, translate_errors, try_write
from chalicelib.aws.items import timestamp
from chalicelib.aws.table import Table
from chalicelib.models import Failure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

_CLAIM = "SET claimed_until = :until, expires_at = :expires REMOVE failure, remembered_until"
# The table deletes items only some time after they have expired.
_FREE = (
    "(attribute_not_exists(claimed_until) OR claimed_until <= :now)"
    " AND (attribute_not_exists(remembered_until) OR remembered_until <= :now)"
)
_FAIL = "SET failure = :failure, remembered_until = :remembered, expires_at = :expires REMOVE claimed_until"
_OWN = "claimed_until = :until"


class DynamoDBRenderingClaims(Table):
    """Stores one item per file in the image table under `rendition#KEY`, which cannot be an image's id."""

    def claim(self, key: str, *, now: datetime, until: datetime) -> Failure | Literal["claimed", "running"]:
        """Claim the file in one conditional write, so that only one of concurrent callers succeeds."""
        with translate_errors("Claiming a rendering"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=_id(key),
                    UpdateExpression=_CLAIM,
                    ConditionExpression=_FREE,
                    ExpressionAttributeValues={
                        ":now": {"S": timestamp(now)},
                        ":until": {"S": timestamp(until)},
                        ":expires": _seconds(until),
                    },
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if not is_condition_failure(error):
                    raise
                response: Any = error.response
                return _failure(response["Item"]) or "running"
        return "claimed"

    def release(self, key: str, *, until: datetime) -> None:
        """Delete the item, unless it has another claim."""
        with translate_errors("Releasing a rendering"):
            try_write(
                self._client.delete_item,
                TableName=self._table,
                Key=_id(key),
                ConditionExpression=_OWN,
                ExpressionAttributeValues={":until": {"S": timestamp(until)}},
            )

    def fail(self, key: str, failure: Failure, *, until: datetime, remembered_until: datetime) -> None:
        """Replace the claim with the failure, unless the item has another claim."""
        with translate_errors("Remembering a failed rendering"):
            try_write(
                self._client.update_item,
                TableName=self._table,
                Key=_id(key),
                UpdateExpression=_FAIL,
                ConditionExpression=_OWN,
                ExpressionAttributeValues={
                    ":until": {"S": timestamp(until)},
                    ":failure": {"M": {"code": {"S": failure.code}, "detail": {"S": failure.detail}}},
                    ":remembered": {"S": timestamp(remembered_until)},
                    ":expires": _seconds(remembered_until),
                },
            )


def _id(key: str) -> "dict[str, Value]":
    return {"id": {"S": f"rendition#{key}"}}


def _seconds(moment: datetime) -> "Value":
    return {"N": str(int(moment.timestamp()) + 1)}


def _failure(item: Mapping[str, Any]) -> Failure | None:
    failure = item.get("failure")
    return failure and Failure(code=failure["M"]["code"]["S"], detail=failure["M"]["detail"]["S"])
