"""The keys in the CloudFront KeyValueStore, where the CDN's function verifies signatures with them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from botocore.exceptions import ClientError
from msgspec import Struct

from chalicelib.errors import DarkroomError
from chalicelib.models import SigningKey

_ATTEMPTS = 5
# What CloudFront answers if the store was changed since its ETag was read.
_CHANGED = frozenset({"ConflictException", "ValidationException"})


class KeyValueClient(Protocol):
    """The part of boto3's client for entries of key value stores that is used here."""

    def describe_key_value_store(self, **request: object) -> Mapping[str, Any]:
        """Return the store's ETag."""

    def list_keys(self, **request: object) -> Mapping[str, Any]:
        """Return a page of entries."""

    def update_keys(self, **request: object) -> object:
        """Put and delete entries, all or none."""


class StoreBusy(DarkroomError):
    """Other changes to the key value store came first each time."""

    code = "key_value_store_busy"


class EdgeKeys(Struct, frozen=True):
    """One key value store. An entry's key is the id of a signing key, and its value is the secret."""

    client: KeyValueClient
    arn: str

    def ids(self) -> frozenset[str]:
        """Return the ids of the keys."""
        return frozenset(self._stored())

    def replace(self, keys: Sequence[SigningKey]) -> bool:
        """Store exactly these keys, in one update; return whether anything changed. Raises StoreBusy.

        CloudFront applies it everywhere within seconds.
        """
        for _ in range(_ATTEMPTS):
            # Read first: an ETag that is older than the entries makes the update fail, and never the reverse.
            etag = self.client.describe_key_value_store(KvsARN=self.arn)["ETag"]
            stored = self._stored()
            wanted = {key.id: key.secret for key in keys}
            puts = [{"Key": id_, "Value": wanted[id_]} for id_ in wanted if stored.get(id_) != wanted[id_]]
            deletes = [{"Key": id_} for id_ in stored if id_ not in wanted]
            if not puts and not deletes:
                return False
            if self._updated(etag, puts, deletes):
                return True
        raise StoreBusy("The key value store of the CDN is being changed; run the same command again")

    def _updated(self, etag: str, puts: list[dict[str, str]], deletes: list[dict[str, str]]) -> bool:
        try:
            self.client.update_keys(KvsARN=self.arn, IfMatch=etag, Puts=puts, Deletes=deletes)
        except ClientError as error:
            if error.response["Error"]["Code"] in _CHANGED:
                return False
            raise
        return True

    def _stored(self) -> dict[str, str]:
        found: dict[str, str] = {}
        page = self.client.list_keys(KvsARN=self.arn)
        while True:
            found |= {each["Key"]: each["Value"] for each in page.get("Items", ())}
            if not page.get("NextToken"):
                return found
            page = self.client.list_keys(KvsARN=self.arn, NextToken=page["NextToken"])
