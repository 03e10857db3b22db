"""The table of records, read in bulk: batches and a scan instead of one record at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.aws.errors import translated
from chalicelib.aws.items import from_item
from chalicelib.models import Image, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH = 100  # the most that one BatchGetItem request takes


class DynamoDBBulkReader:
    """Records of images, for commands that go through many."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """BatchGetItem, eventually consistent at half the price."""
        found: dict[str, Image] = {}
        for start in range(0, len(image_ids), _BATCH):
            found |= {image.id: image for image in self._batch(image_ids[start : start + _BATCH])}
        return found

    def failed(self, code: str) -> Iterator[Image]:
        """Scan page by page, as they are asked for. A scan pays for every record, whatever its status."""
        paginator = self._client.get_paginator("scan")
        with translated("Looking for failed records"):
            for page in paginator.paginate(
                TableName=self._table,
                FilterExpression="#status = :failed AND #error.code = :code",
                ExpressionAttributeNames={"#status": "status", "#error": "error"},
                ExpressionAttributeValues={":failed": {"S": Status.FAILED}, ":code": {"S": code}},
            ):
                yield from map(from_item, page["Items"])

    def _batch(self, image_ids: Sequence[str]) -> Iterator[Image]:
        request: Mapping[str, Any] = {
            self._table: {"Keys": [{"id": {"S": image_id}} for image_id in image_ids]}
        }
        # What does not fit is left over. Each answer brings something: AWS reports none at all as an error.
        while request:
            with translated("Reading records"):
                response = self._client.batch_get_item(RequestItems=request)
            yield from map(from_item, response["Responses"].get(self._table, ()))
            request = response.get("UnprocessedKeys", {})
