"""Read records by their ids from DynamoDB, many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import from_item
from chalicelib.models import Image

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH = 100  # the limit of one BatchGetItem request


def find(client: "DynamoDBClient", table: str, image_ids: Sequence[str]) -> Mapping[str, Image]:
    """Return the records that exist, by id. Reads are eventually consistent, which halves the price."""
    found: dict[str, Image] = {}
    for start in range(0, len(image_ids), _BATCH):
        ids = image_ids[start : start + _BATCH]
        found |= {image.id: image for image in _batch(client, table, ids)}
    return found


def _batch(client: "DynamoDBClient", table: str, image_ids: Sequence[str]) -> Iterator[Image]:
    request: Mapping[str, Any] = {table: {"Keys": [{"id": {"S": image_id}} for image_id in image_ids]}}
    # DynamoDB can leave keys unprocessed. If it processes none, it raises an error, so the loop ends.
    while request:
        with translate_errors("Reading records"):
            response = client.batch_get_item(RequestItems=request)
        yield from map(from_item, response["Responses"].get(table, ()))
        request = response.get("UnprocessedKeys", {})
