"""Store in DynamoDB for how long owners' images are kept."""

from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class DynamoDBRetentionPolicies(Table):
    """Stores one item per owner in the image table: `retention#OWNER`, which cannot be an image's id."""

    def days(self, owner: str, *, latest: bool = False) -> int | None:
        """Return the number of days, None if there is no item. Reading the `latest` costs twice as much."""
        with translate_errors("Reading the retention policy"):
            response = self._client.get_item(TableName=self._table, Key=_key(owner), ConsistentRead=latest)
        return int(response["Item"]["days"]["N"]) if "Item" in response else None

    def set_days(self, owner: str, days: int | None) -> None:
        """Write or delete the item."""
        with translate_errors("Writing the retention policy"):
            if days is None:
                self._client.delete_item(TableName=self._table, Key=_key(owner))
            else:
                self._client.put_item(TableName=self._table, Item={**_key(owner), "days": {"N": str(days)}})


def _key(owner: str) -> "Mapping[str, AttributeValueTypeDef]":
    return {"id": {"S": f"retention#{owner}"}}
