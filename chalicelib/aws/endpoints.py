"""Store webhook endpoints in DynamoDB."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.aws.errors import is_condition_failure, translate_errors
from chalicelib.models import Endpoint

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDBEndpointStore:
    """Stores endpoints under the hash key `owner`, in a separate table, since it contains secrets."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, owner: str) -> Endpoint | None:
        """Return the owner's endpoint. The read is strongly consistent, so a new secret applies at once."""
        with translate_errors("Reading the endpoint"):
            response = self._client.get_item(
                TableName=self._table, Key={"owner": {"S": owner}}, ConsistentRead=True
            )
        item: Any = response.get("Item")
        if item is None:
            return None
        return Endpoint(owner=owner, url=item["url"]["S"], secret=item["secret"]["S"], gone=_is_gone(item))

    def save(self, endpoint: Endpoint) -> None:
        """Save the endpoint, replacing the owner's previous one."""
        with translate_errors("Saving the endpoint"):
            self._client.put_item(
                TableName=self._table,
                Item={
                    "owner": {"S": endpoint.owner},
                    "url": {"S": endpoint.url},
                    "secret": {"S": endpoint.secret},
                    "gone": {"BOOL": endpoint.gone},
                },
            )

    def mark_gone(self, endpoint: Endpoint) -> None:
        """Mark the endpoint as gone, unless its URL has changed."""
        with translate_errors("Marking the endpoint"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"owner": {"S": endpoint.owner}},
                    UpdateExpression="SET gone = :gone",
                    ConditionExpression="#url = :url",
                    ExpressionAttributeNames={"#url": "url"},
                    ExpressionAttributeValues={":gone": {"BOOL": True}, ":url": {"S": endpoint.url}},
                )
            except ClientError as error:
                if not is_condition_failure(error):
                    raise

    def remove(self, owner: str) -> bool:
        """Delete the owner's endpoint; return False if there is none."""
        with translate_errors("Removing the endpoint"):
            response = self._client.delete_item(
                TableName=self._table, Key={"owner": {"S": owner}}, ReturnValues="ALL_OLD"
            )
        return "Attributes" in response

    def list(self) -> Iterator[tuple[str, str, bool]]:
        """Yield owner, URL and whether it is gone.

        The scan does not read the secrets, so listing needs no permission for them.
        """
        paginator = self._client.get_paginator("scan")
        with translate_errors("Listing the endpoints"):
            for page in paginator.paginate(
                TableName=self._table,
                ProjectionExpression="#owner, #url, gone",
                ExpressionAttributeNames={"#owner": "owner", "#url": "url"},
            ):
                for item in page["Items"]:
                    yield item["owner"]["S"], item["url"]["S"], _is_gone(item)


def _is_gone(item: Any) -> bool:  # noqa: ANN401 - DynamoDB's attribute values are a union of dicts
    return bool(item["gone"]["BOOL"])
