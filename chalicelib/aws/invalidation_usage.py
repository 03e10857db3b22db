"""Count invalidations in DynamoDB, with one item per owner and day, and one for those of all outputs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.aws.errors import is_condition_failure, translate_errors, try_write
from chalicelib.aws.items import from_values, timestamp
from chalicelib.aws.table import Table
from chalicelib.models import FullInvalidation

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

_FULL: "dict[str, Value]" = {"id": {"S": "invalidations"}}
# Longer than the day that the counter is for.
_LIFETIME = timedelta(days=2)


class DynamoDBInvalidationUsage(Table):
    """Stores counters in the image table, under keys that cannot be an image's id.

    `invalidations#OWNER#DAY` counts an owner's invalidations, `invalidations` has the times of the latest
    invalidation of all outputs.
    """

    def reserve(self, owner: str, now: datetime, count: int, limit: int) -> bool:
        """Add to the counter in one conditional write, so that no concurrent calls exceed the limit."""
        if count > limit:
            return False
        with translate_errors("Counting invalidations"):
            return try_write(
                self._client.update_item,
                TableName=self._table,
                Key=_counter(owner, now),
                UpdateExpression="SET expires_at = :expires ADD invalidations :count",
                ConditionExpression="attribute_not_exists(invalidations) OR invalidations <= :left",
                ExpressionAttributeValues={
                    ":count": {"N": str(count)},
                    ":left": {"N": str(limit - count)},
                    ":expires": {"N": str(int((now + _LIFETIME).timestamp()))},
                },
            )

    def release(self, owner: str, now: datetime, count: int) -> None:
        """Subtract from the counter."""
        with translate_errors("Counting invalidations"):
            self._client.update_item(
                TableName=self._table,
                Key=_counter(owner, now),
                UpdateExpression="ADD invalidations :count",
                ExpressionAttributeValues={":count": {"N": str(-count)}},
            )

    def claim_full(self, now: datetime, interval: timedelta) -> FullInvalidation:
        """Set the time of the claim in one conditional write, so that only one caller makes it."""
        with translate_errors("Claiming an invalidation of all outputs"):
            try:
                response = self._client.update_item(
                    TableName=self._table,
                    Key=_FULL,
                    UpdateExpression="SET claimed_at = :now",
                    ConditionExpression="attribute_not_exists(claimed_at) OR claimed_at <= :before",
                    ExpressionAttributeValues={
                        ":now": {"S": timestamp(now)},
                        ":before": {"S": timestamp(now - interval)},
                    },
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if not is_condition_failure(error):
                    raise
                failed: Any = error.response
                return _full(failed["Item"], is_new=False)
        return _full(response["Attributes"], is_new=True)

    def accept_full(self, claimed_at: datetime) -> None:
        """Store the time of the accepted claim."""
        with translate_errors("Recording an invalidation of all outputs"):
            self._client.update_item(
                TableName=self._table,
                Key=_FULL,
                UpdateExpression="SET accepted_at = :at",
                ExpressionAttributeValues={":at": {"S": timestamp(claimed_at)}},
            )


def _counter(owner: str, now: datetime) -> "dict[str, Value]":
    return {"id": {"S": f"invalidations#{owner}#{now:%Y-%m-%d}"}}


def _full(item: Mapping[str, Any], *, is_new: bool) -> FullInvalidation:
    values = from_values(item)
    accepted = values.get("accepted_at")
    return FullInvalidation(
        claimed_at=datetime.fromisoformat(values["claimed_at"]),
        is_new=is_new,
        accepted=datetime.fromisoformat(accepted) if accepted else None,
    )
