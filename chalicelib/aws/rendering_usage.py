"""Count renderings on demand in DynamoDB, per image and day, and per owner and day."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.access.usage import Day
from chalicelib.aws.errors import translate_errors, try_write
from chalicelib.aws.items import timestamp
from chalicelib.aws.table import Table
from chalicelib.models import RenderingLimits

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

_ADD = "SET expires_at = :expires ADD renderings :one"
_ADD_AND_EXTEND = "SET expires_at = :expires, last_until = :until ADD renderings :one"
_WITHIN = "(attribute_not_exists(renderings) OR renderings < :limit)"
_WITHIN_AND_LATER = f"{_WITHIN} AND (attribute_not_exists(last_until) OR last_until < :until)"
# A rendering that was charged before midnight can end after it. Longer than any takes.
_OVERLAP = timedelta(minutes=10)


class DynamoDBRenderingUsage(Table):
    """Stores counters in the image table, under keys that cannot be an image's id.

    `renditions#IMAGE_ID#DAY` counts an image's renderings, and has the time before which the last of them
    ends. `usage#OWNER#DAY` counts those of an owner, beside the owner's other usage.
    """

    def charge(
        self, image_id: str, owner: str, *, now: datetime, until: datetime, limits: RenderingLimits
    ) -> Literal["image", "owner"] | None:
        """Add to both counters, the image's first: then requests for it cannot use up the owner's limit."""
        day = Day.of(now)
        image, limit = _of_image(image_id, day), limits.per_image
        # Of concurrent charges, the one that ends first can come last: it must not bring the time forward.
        if not (self._add(image, day, limit, until) or self._add(image, day, limit)):
            return "image"
        return None if self._add(_of_owner(owner, day), day, limits.per_owner) else "owner"

    def refund(self, image_id: str, owner: str, *, now: datetime) -> None:
        """Subtract one from both counters."""
        day = Day.of(now)
        with translate_errors("Counting a rendering"):
            for key in (_of_image(image_id, day), _of_owner(owner, day)):
                self._client.update_item(
                    TableName=self._table,
                    Key=key,
                    UpdateExpression="ADD renderings :one",
                    ExpressionAttributeValues={":one": {"N": "-1"}},
                )

    def may_run(self, image_id: str, now: datetime) -> bool:
        """Return whether the last rendering of the image may not have ended."""
        days = {Day.of(moment) for moment in (now, now - _OVERLAP)}
        return any(self._last_until(image_id, day) > now for day in days)

    def _add(self, key: "dict[str, Value]", day: Day, limit: int, until: datetime | None = None) -> bool:
        """Add one to a counter unless that exceeds the limit; return whether it was added.

        With `until`, it is also not added if the last rendering ends later.
        """
        extension: dict[str, Value] = {":until": {"S": timestamp(until)}} if until else {}
        with translate_errors("Counting a rendering"):
            return try_write(
                self._client.update_item,
                TableName=self._table,
                Key=key,
                UpdateExpression=_ADD_AND_EXTEND if until else _ADD,
                ConditionExpression=_WITHIN_AND_LATER if until else _WITHIN,
                ExpressionAttributeValues={
                    **extension,
                    ":one": {"N": "1"},
                    ":limit": {"N": str(limit)},
                    ":expires": {"N": str(int(day.expires_at.timestamp()))},
                },
            )

    def _last_until(self, image_id: str, day: Day) -> datetime:
        with translate_errors("Reading the renderings of an image"):
            response = self._client.get_item(
                TableName=self._table,
                Key=_of_image(image_id, day),
                ConsistentRead=True,
                ProjectionExpression="last_until",
            )
        item: Any = response.get("Item")
        return datetime.fromisoformat(item["last_until"]["S"]) if item else datetime.min.replace(tzinfo=UTC)


def _of_image(image_id: str, day: Day) -> "dict[str, Value]":
    return {"id": {"S": f"renditions#{image_id}#{day.name}"}}


def _of_owner(owner: str, day: Day) -> "dict[str, Value]":
    return {"id": {"S": f"usage#{owner}#{day.name}"}}
