"""Read many records from DynamoDB, in batches or with a scan."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from chalicelib.aws import batch_get
from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import from_item
from chalicelib.aws.table import Table
from chalicelib.models import Image, Status


class DynamoDBBulkReader(Table):
    """Reads many image records at a time, for commands that process all images."""

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Return the records that exist, by id. Reads are eventually consistent, which halves the price."""
        return batch_get.find(self._client, self._table, image_ids)

    def failed(self, codes: Collection[str]) -> Iterator[Image]:
        """Yield failed records with one of these codes. The scan reads and bills the whole table."""
        paginator = self._client.get_paginator("scan")
        values = {f":code{number}": {"S": code} for number, code in enumerate(sorted(codes))}
        with translate_errors("Looking for failed records"):
            for page in paginator.paginate(
                TableName=self._table,
                FilterExpression=f"#status = :failed AND #error.code IN ({', '.join(values)})",
                ExpressionAttributeNames={"#status": "status", "#error": "error"},
                ExpressionAttributeValues={":failed": {"S": Status.FAILED}, **values},
            ):
                yield from map(from_item, page["Items"])
