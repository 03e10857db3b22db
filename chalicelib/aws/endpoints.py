"""Store webhook endpoints in DynamoDB."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from chalicelib.aws.errors import translate_errors, try_write
from chalicelib.aws.table import Table
from chalicelib.models import Endpoint, EndpointHealth, ListedEndpoint

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

_UNCHANGED = "health = :old"
_UNKNOWN = f"attribute_not_exists(health) OR {_UNCHANGED}"


class DynamoDBEndpointStore(Table):
    """Stores endpoints under the hash key `owner`, in a separate table, since it contains secrets."""

    def get(self, owner: str) -> Endpoint | None:
        """Return the owner's endpoint. The read is strongly consistent, so a new secret applies at once."""
        with translate_errors("Reading the endpoint"):
            response = self._client.get_item(
                TableName=self._table, Key={"owner": {"S": owner}}, ConsistentRead=True
            )
        item: Any = response.get("Item")
        if item is None:
            return None
        return Endpoint(
            owner=owner,
            url=item["url"]["S"],
            secret=item["secret"]["S"],
            gone=_is_gone(item),
            health=_health(item),
        )

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

    def update_health(self, endpoint: Endpoint, health: EndpointHealth) -> bool:
        """Replace the health, unless it or the URL has changed; return whether it was replaced."""
        is_new = endpoint.health == EndpointHealth()
        values = {":new": _serialized(health), ":url": {"S": endpoint.url}}
        with translate_errors("Recording the endpoint's health"):
            return try_write(
                self._client.update_item,
                TableName=self._table,
                Key={"owner": {"S": endpoint.owner}},
                UpdateExpression="SET health = :new",
                ConditionExpression=f"#url = :url AND ({_UNKNOWN if is_new else _UNCHANGED})",
                ExpressionAttributeNames={"#url": "url"},
                ExpressionAttributeValues={**values, ":old": _serialized(endpoint.health)},
            )

    def mark_gone(self, endpoint: Endpoint) -> None:
        """Mark the endpoint as gone, unless its URL has changed."""
        with translate_errors("Marking the endpoint"):
            try_write(
                self._client.update_item,
                TableName=self._table,
                Key={"owner": {"S": endpoint.owner}},
                UpdateExpression="SET gone = :gone",
                ConditionExpression="#url = :url",
                ExpressionAttributeNames={"#url": "url"},
                ExpressionAttributeValues={":gone": {"BOOL": True}, ":url": {"S": endpoint.url}},
            )

    def remove(self, owner: str) -> bool:
        """Delete the owner's endpoint; return False if there is none."""
        with translate_errors("Removing the endpoint"):
            response = self._client.delete_item(
                TableName=self._table, Key={"owner": {"S": owner}}, ReturnValues="ALL_OLD"
            )
        return "Attributes" in response

    def list(self) -> Iterator[ListedEndpoint]:
        """Yield all endpoints.

        The scan does not read the secrets, so listing needs no permission for them.
        """
        paginator = self._client.get_paginator("scan")
        with translate_errors("Listing the endpoints"):
            for page in paginator.paginate(
                TableName=self._table,
                ProjectionExpression="#owner, #url, gone, health",
                ExpressionAttributeNames={"#owner": "owner", "#url": "url"},
            ):
                for item in page["Items"]:
                    yield ListedEndpoint(
                        owner=item["owner"]["S"],
                        url=item["url"]["S"],
                        gone=_is_gone(item),
                        health=_health(item),
                    )


def _is_gone(item: Any) -> bool:  # noqa: ANN401 - DynamoDB's attribute values are a union of dicts
    return bool(item["gone"]["BOOL"])


def _health(item: Any) -> EndpointHealth:  # noqa: ANN401 - as above
    if "health" not in item:
        return EndpointHealth()
    return msgspec.json.decode(item["health"]["S"], type=EndpointHealth)


def _serialized(health: EndpointHealth) -> "Value":
    # As text, because not every server that speaks DynamoDB's protocol compares maps.
    return {"S": msgspec.json.encode(health).decode()}
