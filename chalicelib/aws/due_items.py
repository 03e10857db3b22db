"""Query the index of what is due in DynamoDB."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import RETIRED, shards, timestamp
from chalicelib.aws.table import Table
from chalicelib.models import DueItem, DueKind

BY_DUE_SHARD = "by_due_shard"


class DynamoDBDueItems(Table):
    """Reads the index `by_due_shard` (hash `due_shard`, range `due_at`), which holds only keys."""

    def due(self, before: datetime, limit: int) -> Sequence[DueItem]:
        """Return at most `limit` items that were due before this time. Queries every shard."""
        found = (pair for shard in shards("due") for pair in self._due(shard, before, limit))
        return [_item(item_id) for _, item_id in sorted(found)[:limit]]

    def _due(self, shard: str, before: datetime, limit: int) -> Iterator[tuple[str, str]]:
        with translate_errors("Looking for due items"):
            response = self._client.query(
                TableName=self._table,
                IndexName=BY_DUE_SHARD,
                KeyConditionExpression="due_shard = :shard AND due_at < :before",
                ExpressionAttributeValues={":shard": {"S": shard}, ":before": {"S": timestamp(before)}},
                Limit=limit,
            )
        for item in response["Items"]:
            yield item["due_at"]["S"], item["id"]["S"]


def _item(item_id: str) -> DueItem:
    if item_id.startswith(RETIRED):
        return DueItem(kind=DueKind.RETIRED_OUTPUTS, image_id=item_id.removeprefix(RETIRED))
    return DueItem(kind=DueKind.IMAGE, image_id=item_id)
