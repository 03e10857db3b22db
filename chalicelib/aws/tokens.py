"""Store API tokens in DynamoDB."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.access.principals import scopes_in
from chalicelib.access.tokens import Token
from chalicelib.aws.errors import translate_errors
from chalicelib.aws.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value


class DynamoDBTokenStore(Table):
    """Stores tokens under the hash key `id`. The TTL attribute is `expires_at`, in seconds since 1970."""

    def put(self, token: Token) -> None:
        """Write a new token."""
        with translate_errors("Writing the token"):
            self._client.put_item(TableName=self._table, Item=_to_item(token))

    def get(self, token_id: str) -> Token | None:
        """Return the token. The read is strongly consistent, so it never returns a revoked token."""
        with translate_errors("Reading the token"):
            response = self._client.get_item(
                TableName=self._table, Key={"id": {"S": token_id}}, ConsistentRead=True
            )
        return _from_item(response["Item"]) if "Item" in response else None

    def list(self) -> Sequence[Token]:
        """Return all tokens, oldest first. Scans the table, which is small."""
        with translate_errors("Listing the tokens"):
            pages = list(self._client.get_paginator("scan").paginate(TableName=self._table))
        tokens = [_from_item(item) for page in pages for item in page["Items"]]
        return sorted(tokens, key=lambda token: token.created_at)

    def remove(self, token_id: str) -> bool:
        """Delete the token; return False if it does not exist."""
        with translate_errors("Removing the token"):
            response = self._client.delete_item(
                TableName=self._table, Key={"id": {"S": token_id}}, ReturnValues="ALL_OLD"
            )
        return "Attributes" in response


def _to_item(token: Token) -> "Mapping[str, Value]":
    item: dict[str, Value] = {
        "id": {"S": token.id},
        "digest": {"B": token.digest},
        "owner": {"S": token.owner},
        "scopes": {"S": " ".join(sorted(token.scopes))},
        "label": {"S": token.label},
        "created_at": {"N": _seconds(token.created_at)},
    }
    if token.expires_at is not None:
        item["expires_at"] = {"N": _seconds(token.expires_at)}
    return item


def _from_item(item: Mapping[str, Any]) -> Token:
    return Token(
        id=item["id"]["S"],
        digest=item["digest"]["B"],
        owner=item["owner"]["S"],
        scopes=scopes_in(item["scopes"]["S"]),
        label=item["label"]["S"],
        created_at=_time(item["created_at"]),
        expires_at=_time(item["expires_at"]) if "expires_at" in item else None,
    )


def _seconds(time: datetime) -> str:
    return str(int(time.timestamp()))


def _time(value: Mapping[str, str]) -> datetime:
    return datetime.fromtimestamp(int(value["N"]), UTC)
