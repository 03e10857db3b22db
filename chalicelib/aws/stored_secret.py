"""Store secrets of a deployment in DynamoDB."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.aws.errors import translate_errors, try_write
from chalicelib.errors import ServiceUnavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# As long as the digest, which RFC 2104, section 3, gives as the minimum for HMAC.
_SIZE = 32


class DynamoDBSecret:
    """Stores a secret in the image table under `secret#NAME`, which cannot be an image's id.

    There it is kept, backed up and restored together with the records that depend on it. The item is in no
    index, so no listing contains it. `random` returns a number of random bytes.
    """

    def __init__(
        self, client: "DynamoDBClient", table: str, name: str, random: Callable[[int], bytes]
    ) -> None:
        self._client = client
        self._table = table
        self._name = name
        self._random = random

    def read(self) -> bytes:
        """Return the secret. The first call creates it. Raises ServiceUnavailable."""
        with translate_errors(f"Reading the secret {self._name}"):
            stored = self._stored()
            if stored is None:
                self._create()
                # Another caller may have created it first.
                stored = self._stored()
        if stored is None:
            raise ServiceUnavailable(f"Reading the secret {self._name}: it was removed just now")
        return stored

    def replace(self) -> None:
        """Store another secret. What depends on the present one is no longer valid."""
        with translate_errors(f"Replacing the secret {self._name}"):
            self._client.put_item(TableName=self._table, Item=self._new())

    @property
    def _key(self) -> Mapping[str, Any]:
        return {"id": {"S": f"secret#{self._name}"}}

    def _new(self) -> Mapping[str, Any]:
        return {**self._key, "secret": {"B": self._random(_SIZE)}}

    def _stored(self) -> bytes | None:
        response = self._client.get_item(TableName=self._table, Key=self._key, ConsistentRead=True)
        return bytes(response["Item"]["secret"]["B"]) if "Item" in response else None

    def _create(self) -> None:
        try_write(
            self._client.put_item,
            TableName=self._table,
            Item=self._new(),
            ConditionExpression="attribute_not_exists(id)",
        )
