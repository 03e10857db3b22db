"""Find everything in the image table that belongs to one owner."""

import re
from collections.abc import Iterator

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import from_item
from chalicelib.aws.table import Table
from chalicelib.models import OwnerItem

_COUNTERS = ("usage", "invalidations")


class DynamoDBOwnerItems(Table):
    """Scans the image table, because tombstones and counters are in no index by owner."""

    def of(self, owner: str) -> Iterator[OwnerItem]:
        """Yield the owner's items. The scan reads and bills the whole table."""
        counters = {f":{kind}": {"S": f"{kind}#{owner}#"} for kind in _COUNTERS}
        prefixes = " OR ".join(f"begins_with(id, {name})" for name in counters)
        with translate_errors("Looking for the owner's items"):
            pages = self._client.get_paginator("scan").paginate(
                TableName=self._table,
                FilterExpression=f"#owner = :owner OR {prefixes}",
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={":owner": {"S": owner}, **counters},
            )
            for page in pages:
                for item in page["Items"]:
                    item_id = item["id"]["S"]
                    if "owner" in item:
                        yield OwnerItem(id=item_id, image=from_item(item))
                    elif _is_counter(item_id, owner):
                        yield OwnerItem(id=item_id)

    def remove(self, item: OwnerItem) -> None:
        """Delete the item, if it exists."""
        with translate_errors("Deleting an item of the owner"):
            self._client.delete_item(TableName=self._table, Key={"id": {"S": item.id}})


def _is_counter(item_id: str, owner: str) -> bool:
    # The names of owners can contain the separator.
    return any(
        re.fullmatch(rf"{kind}#{re.escape(owner)}#\d{{4}}-\d{{2}}-\d{{2}}", item_id) for kind in _COUNTERS
    )
