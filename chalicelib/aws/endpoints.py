"""The table of the webhooks' endpoints, on DynamoDB."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.aws.errors import is_condition_failure, translated
from chalicelib.models import Endpoint

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDBEndpointStore:
    """Endpoints under the hash key `owner`. A table of their own, since their secrets are in it."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, owner: str) -> Endpoint | None:
        """GetItem, strongly consistent: a new secret holds from the next attempt on."""
        with translated("Reading the endpoint"):
            response = self._client.get_item(
                TableName=self._table, Key={"owner": {"S": owner}}, ConsistentRead=True
            )
        item: Any = response.get("Item")
        if item is None:
            return None
        return Endpoint(owner=owner, url=item["url"]["S"], secret=item["secret"]["S"], gone=_is_gone(item))

    def save(self, endpoint: Endpoint) -> None:
        """PutItem."""
        with translated("Saving the endpoint"):
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
        """UpdateItem, if the URL is still that one."""
        with translated("Marking the endpoint"):
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
        """DeleteItem."""
        with translated("Removing the endpoint"):
            response = self._client.delete_item(
                TableName=self._table, Key={"owner": {"S": owner}}, ReturnValues="ALL_OLD"
            )
        return "Attributes" in response

    def list(self) -> Iterator[tuple[str, str, bool]]:
        """Scan, page by page, without the secrets: whoever lists need not be allowed to read them."""
        paginator = self._client.get_paginator("scan")
        with translated("Listing the endpoints"):
            for page in paginator.paginate(
                TableName=self._table,
                ProjectionExpression="#owner, #url, gone",
                ExpressionAttributeNames={"#owner": "owner", "#url": "url"},
            ):
                for item in page["Items"]:
                    yield item["owner"]["S"], item["url"]["S"], _is_gone(item)


def _is_gone(item: Any) -> bool:  # noqa: ANN401 - DynamoDB's attribute values are a union of dicts
    return bool(item["gone"]["BOOL"])
