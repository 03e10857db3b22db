"""Read one page of an owner's records from DynamoDB."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.aws import batch_get, cursors, listing
from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import from_item
from chalicelib.models import Image, ListRequest, Page, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def read(client: "DynamoDBClient", table: str, owner: str, request: ListRequest) -> Page:
    """Return the page, newest first. It may be short; see `listing`. Raises InvalidCursor."""
    query = listing.listing_query(table, owner, request)
    with translate_errors("Listing records"):
        response = client.query(**query)
    found = response["Items"]
    entries = found if listing.is_filtered(request) else found[: request.limit]
    if request.external_id is not None:
        images = tuple(map(from_item, entries))
    else:  # The other indexes have only keys.
        images = _current(client, table, entries, owner, request)
    cursor: str | None = None
    if len(images) > request.limit:
        images = images[: request.limit]
        cursor = cursors.after(images[-1])
    elif len(entries) < len(found):
        cursor = cursors.at(entries[-1], owner)
    elif "LastEvaluatedKey" in response:
        cursor = cursors.at(response["LastEvaluatedKey"], owner)
    return Page(images=images, cursor=cursor, records_read=len(entries))


def _current(
    client: "DynamoDBClient",
    table: str,
    entries: Sequence[Mapping[str, Any]],
    owner: str,
    request: ListRequest,
) -> tuple[Image, ...]:
    """Return the records of an index's entries as they are now, without those that are no longer listed."""
    ids = [entry["id"]["S"] for entry in entries]
    images = batch_get.find(client, table, ids)
    return tuple(
        images[each] for each in ids if each in images and _is_listed(images[each], owner, request.status)
    )


def _is_listed(image: Image, owner: str, status: Status | None) -> bool:
    """Return whether the record belongs on the page: the index can be older than the record."""
    wanted = image.status is not Status.DELETED if status is None else image.status is status
    return image.owner == owner and wanted
