"""Count usage in DynamoDB, with one item per owner and day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from chalicelib.access.usage import Day, Limits, Usage
from chalicelib.aws.errors import is_condition_failure, translate_errors
from chalicelib.aws.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

# One conditional write, so that two concurrent requests cannot both use the last of a quota.
_ADD = "SET expires_at = :expires ADD images :images, #bytes :size, #forms :more"
_WITHIN = (
    "(attribute_not_exists(images) OR (images <= :places AND #bytes <= :left))"
    " AND (attribute_not_exists(#forms) OR #forms <= :room)"
)


class DynamoDBUsageStore(Table):
    """Stores counters in the image table under `usage#OWNER#DAY`, which cannot be an image's id."""

    def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
        """Add the usage unless it would exceed a limit; return that limit, or None."""
        if usage.bytes > limits.bytes:
            return "bytes"
        forms = f"forms_{usage.window}"
        numbers = {
            ":images": usage.images,
            ":size": usage.bytes,
            ":left": limits.bytes - usage.bytes,
            ":places": limits.images - usage.images,
            ":more": usage.forms,
            ":room": limits.forms - usage.forms,
            ":expires": int(usage.expires_at.timestamp()),
        }
        return self._update(usage, limits, forms, {name: {"N": str(each)} for name, each in numbers.items()})

    def _update(
        self, usage: Usage, limits: Limits, forms: str, values: Mapping[str, "AttributeValueTypeDef"]
    ) -> Literal["images", "bytes", "forms"] | None:
        with translate_errors("Counting against the quotas"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(usage.owner, usage.day),
                    UpdateExpression=_ADD,
                    ConditionExpression=_WITHIN,
                    ExpressionAttributeNames={"#bytes": "bytes", "#forms": forms},
                    ExpressionAttributeValues=values,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if not is_condition_failure(error):
                    raise
                response: Any = error.response
                return _exhausted(response["Item"], forms, usage, limits)
        return None

    def add_reads(self, owner: str, day: Day, number: int) -> int:
        """Add a number of reads; return the total of the day."""
        with translate_errors("Counting reads"):
            response = self._client.update_item(
                TableName=self._table,
                Key=_key(owner, day.name),
                UpdateExpression="SET expires_at = :expires ADD #reads :number",
                # `reads` is a reserved word.
                ExpressionAttributeNames={"#reads": "reads"},
                ExpressionAttributeValues={
                    ":number": {"N": str(number)},
                    ":expires": {"N": str(int(day.expires_at.timestamp()))},
                },
                ReturnValues="UPDATED_NEW",
            )
        return int(response["Attributes"]["reads"]["N"])


def _key(owner: str, day: str) -> Mapping[str, "AttributeValueTypeDef"]:
    return {"id": {"S": f"usage#{owner}#{day}"}}


def _exhausted(
    item: Mapping[str, Mapping[str, str]], forms: str, usage: Usage, limits: Limits
) -> Literal["images", "bytes", "forms"]:
    """Return the exceeded limit, `images` first if there are several. `forms` names the window's counter."""
    if int(item["images"]["N"]) + usage.images > limits.images:
        return "images"
    if forms in item and int(item[forms]["N"]) + usage.forms > limits.forms:
        return "forms"
    return "bytes"
