"""Read many records from DynamoDB, in batches or with a scan."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import from_item
from chalicelib.models import Image, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH = 100  # the limit of one BatchGetItem request


class DynamoDBBulkReader:
    """Reads many image records at a time, for commands that process all images."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Return the records that exist, by id. Reads are eventually consistent, which halves the price."""
        found: dict[str, Image] = {}
        for start in range(0, len(image_ids), _BATCH):
            found |= {image.id: image for image in self._batch(image_ids[start : start + _BATCH])}
        return found

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

    def _batch(self, image_ids: Sequence[str]) -> Iterator[Image]:
        request: Mapping[str, Any] = {
            self._table: {"Keys": [{"id": {"S": image_id}} for image_id in image_ids]}
        }
        # DynamoDB can leave keys unprocessed. If it processes none, it raises an error, so the loop ends.
        while request:
            with translate_errors("Reading records"):
                response = self._client.batch_get_item(RequestItems=request)
            yield from map(from_item, response["Responses"].get(self._table, ()))
            request = response.get("UnprocessedKeys", {})
