"""Store image records in DynamoDB."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws import cursors
from chalicelib.aws.errors import is_condition_failure, translate_errors
from chalicelib.aws.items import from_item, open_shard, shards, timestamp, to_item
from chalicelib.models import Image, ListRequest, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef, UniversalAttributeValueTypeDef

BY_OWNER = "by_owner"
BY_OPEN_SHARD = "by_open_shard"

# DynamoDB filters by status after reading, so one page may need several queries of up to 1,000 records each.
# After five queries, the page is returned even if it is short. It still has a cursor.
_FILTER_LIMIT = 1000
_MAX_QUERIES = 5

# One atomic write. Existing values are kept; missing ones come from the event.
_CLAIM = (
    "SET #status = :status, #key = :key, updated_at = :now, open_shard = :open_shard, execution = :execution,"
    " created_at = if_not_exists(created_at, :now),"
    " filename = if_not_exists(filename, :filename),"
    " #owner = if_not_exists(#owner, :owner)"
    " ADD revision :one, attempts :attempts REMOVE expires_at"
)
_FORM_VERSIONS = ", form_versions = if_not_exists(form_versions, :form_versions) ADD "
_NAMES = {"#status": "status", "#key": "key", "#owner": "owner"}


class DynamoDBImageStore:
    """Stores image records under the hash key `id`.

    Indexes: `by_owner` (hash `owner`, range `created_at`), and `by_open_shard` (hash `open_shard`, range
    `updated_at`), which holds open records only.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def create(self, image: Image) -> None:
        """Write a new record."""
        with translate_errors("Writing the record"):
            self._client.put_item(TableName=self._table, Item=to_item(image))

    def get(self, image_id: str) -> Image | None:
        """Return the record or None. The read is strongly consistent."""
        with translate_errors("Reading the record"):
            response = self._client.get_item(
                TableName=self._table, Key={"id": {"S": image_id}}, ConsistentRead=True
            )
        return from_item(response["Item"]) if "Item" in response else None

    def claim(self, fresh: Image, *, is_attempt: bool = True) -> Image:
        """Claim the next revision. A retry of a call that succeeded skips a revision, which is harmless."""
        with translate_errors("Claiming the record"):
            response = self._client.update_item(
                TableName=self._table,
                Key={"id": {"S": fresh.id}},
                UpdateExpression=_CLAIM.replace(" ADD ", _FORM_VERSIONS) if fresh.form_versions else _CLAIM,
                ExpressionAttributeNames=_NAMES,
                ExpressionAttributeValues={
                    **({":form_versions": _strings(fresh.form_versions)} if fresh.form_versions else {}),
                    ":attempts": {"N": "1" if is_attempt else "0"},
                    ":status": {"S": fresh.status},
                    ":key": {"S": fresh.key},
                    ":now": {"S": timestamp(fresh.updated_at)},
                    ":filename": {"S": fresh.filename},
                    ":owner": {"S": fresh.owner},
                    ":open_shard": {"S": open_shard(fresh.id)},
                    ":execution": {"S": fresh.execution} if fresh.execution else {"NULL": True},
                    ":one": {"N": "1"},
                },
                ReturnValues="ALL_NEW",
            )
        return from_item(response["Attributes"])

    def finalize(self, image: Image) -> bool:
        """Replace the record if its revision is unchanged; return whether it was."""
        with translate_errors("Finalizing the record"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(image),
                    ConditionExpression="revision = :mine",
                    ExpressionAttributeValues={":mine": {"N": str(image.revision)}},
                )
            except ClientError as error:
                if is_condition_failure(error):
                    return False
                raise
        return True

    def set_form_versions(self, image: Image) -> bool:
        """Replace the list if the revision is unchanged; return whether it was."""
        with translate_errors("Recording the use of the form"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"id": {"S": image.id}},
                    UpdateExpression="SET form_versions = :form_versions",
                    ConditionExpression="revision = :mine",
                    ExpressionAttributeValues={
                        ":form_versions": _strings(image.form_versions),
                        ":mine": {"N": str(image.revision)},
                    },
                )
            except ClientError as error:
                if is_condition_failure(error):
                    return False
                raise
        return True

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        """Return open records last updated before this time, oldest first. Queries every shard."""
        images: list[Image] = []
        for shard in shards():
            with translate_errors("Looking for stuck records"):
                response = self._client.query(
                    TableName=self._table,
                    IndexName=BY_OPEN_SHARD,
                    KeyConditionExpression="open_shard = :shard AND updated_at < :before",
                    ExpressionAttributeValues={":shard": {"S": shard}, ":before": {"S": timestamp(before)}},
                    Limit=limit,
                )
            images += map(from_item, response["Items"])
        return sorted(images, key=lambda image: image.updated_at)[:limit]

    def list(self, owner: str, request: ListRequest) -> Page:
        """Return one page of the owner's records, newest first. It may be short; see `_MAX_QUERIES`."""
        query = self._query(owner, request)
        images: list[Image] = []
        for _ in range(_MAX_QUERIES):
            with translate_errors("Listing records"):
                response = self._client.query(**query)
            images += map(from_item, response["Items"])
            if len(images) > request.limit:
                page = images[: request.limit]
                return Page(images=tuple(page), cursor=self.cursor_after(page[-1]))
            if "LastEvaluatedKey" not in response:
                return Page(images=tuple(images))
            query["ExclusiveStartKey"] = response["LastEvaluatedKey"]
        return Page(images=tuple(images), cursor=cursors.at(query["ExclusiveStartKey"]))

    def cursor_after(self, image: Image) -> str:
        """Return the cursor that continues after this image. Makes no request."""
        return cursors.after(image)

    def _query(self, owner: str, request: ListRequest) -> "QueryInputTypeDef":
        query: QueryInputTypeDef = {
            "TableName": self._table,
            "IndexName": BY_OWNER,
            "KeyConditionExpression": "#owner = :owner",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ExpressionAttributeValues": {":owner": {"S": owner}},
            "ScanIndexForward": False,
            # One more than requested, to know whether another page follows.
            "Limit": request.limit + 1,
        }
        if request.status is not None:
            query["FilterExpression"] = "#status = :status"
            query["ExpressionAttributeNames"] = {"#owner": "owner", "#status": "status"}
            query["ExpressionAttributeValues"] = {":owner": {"S": owner}, ":status": {"S": request.status}}
            query["Limit"] = _FILTER_LIMIT
        if request.cursor is not None:
            query["ExclusiveStartKey"] = cursors.decode(request.cursor, owner)
        return query


def _strings(texts: Sequence[str]) -> "UniversalAttributeValueTypeDef":
    return {"L": [{"S": text} for text in texts]}
