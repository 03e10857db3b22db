"""The query for one page of an owner's records. Pure."""

from typing import TYPE_CHECKING

from chalicelib.aws import cursors
from chalicelib.aws.items import LISTED_STATUSES, owner_external_id, owner_status
from chalicelib.models import ListRequest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

# A filtered page reads no more records than the largest page without a filter. It may be short, or even
# empty, and still have a cursor.
_FILTER_LIMIT = 100


def is_filtered(request: ListRequest) -> bool:
    """Return whether a page is filtered after its records are read, because no index has this status."""
    return (
        request.external_id is None and request.status is not None and request.status not in LISTED_STATUSES
    )


def listing_query(table: str, owner: str, request: ListRequest) -> "QueryInputTypeDef":
    """Return the query, newest first. Raises InvalidCursor.

    A page that is not filtered reads one entry of the index more than requested, to know whether another page
    follows.
    """
    if request.external_id is not None:
        index, hash_key = "by_owner_external_id", "owner_external_id"
        partition = owner_external_id(owner, request.external_id)
    elif request.status in LISTED_STATUSES:
        index, hash_key = "ids_by_owner_status", "owner_status"
        partition = owner_status(owner, request.status)
    else:
        index, hash_key, partition = "ids_by_owner", "owner", owner
    query: QueryInputTypeDef = {
        "TableName": table,
        "IndexName": index,
        "KeyConditionExpression": "#hash = :hash",
        "ExpressionAttributeNames": {"#hash": hash_key},
        "ExpressionAttributeValues": {":hash": {"S": partition}},
        "ScanIndexForward": False,
        "Limit": _FILTER_LIMIT if is_filtered(request) else request.limit + 1,
    }
    if request.cursor is not None:
        query["ExclusiveStartKey"] = {hash_key: {"S": partition}, **cursors.decode(request.cursor, owner)}
    return query
