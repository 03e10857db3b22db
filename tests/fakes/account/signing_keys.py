"""Fakes of the services with signing keys: Parameter Store, and CloudFront's KeyValueStore."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.account.errors import client_error

_KEYS_PER_PAGE = 2


@dataclass
class FakeParameters:
    """Parameter Store. `values` are SecureStrings by name. Writes fail with `error`."""

    values: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None

    def get_parameter(self, *, Name: str, WithDecryption: bool) -> dict[str, Any]:
        assert WithDecryption
        self._check(Name)
        return {"Parameter": {"Name": Name, "Value": self.values[Name]}}

    def put_parameter(self, *, Name: str, Value: str, Type: str, Overwrite: bool) -> None:
        assert (Type, Overwrite) == ("SecureString", True)
        assert len(Value.encode()) <= 4096
        if self.error:
            raise self.error
        self.values[Name] = Value

    def delete_parameter(self, *, Name: str) -> None:
        self._check(Name)
        del self.values[Name]

    def _check(self, name: str) -> None:
        if name not in self.values:
            raise client_error("ParameterNotFound", "", "GetParameter")


@dataclass
class FakeKeyValues:
    """The key value stores, by ARN. Each change gives all of them a new ETag.

    Updates fail with `error`. `before_update` is called first, such as to change the store meanwhile.
    """

    stores: dict[str, dict[str, str]] = field(default_factory=dict)
    error: Exception | None = None
    updates: int = 0
    before_update: Callable[[], None] = lambda: None

    def describe_key_value_store(self, *, KvsARN: str) -> dict[str, Any]:
        return {"ETag": self._etag, "ItemCount": len(self.stores[KvsARN])}

    def list_keys(self, *, KvsARN: str, NextToken: str = "0") -> dict[str, Any]:
        items = [{"Key": key, "Value": value} for key, value in self.stores[KvsARN].items()]
        start, end = int(NextToken), int(NextToken) + _KEYS_PER_PAGE
        more = {"NextToken": str(end)} if end < len(items) else {}
        return {"Items": items[start:end], **more}

    def update_keys(
        self, *, KvsARN: str, IfMatch: str, Puts: Sequence[dict[str, str]], Deletes: Sequence[dict[str, str]]
    ) -> dict[str, Any]:
        self.before_update()
        if self.error:
            raise self.error
        if IfMatch != self._etag:
            raise client_error("ConflictException", "The store has been changed", "UpdateKeys")
        self.change(KvsARN, {each["Key"]: each["Value"] for each in Puts}, [each["Key"] for each in Deletes])
        return {"ETag": self._etag}

    def change(self, arn: str, puts: dict[str, str], deletes: Sequence[str] = ()) -> None:
        """Change a store, as another command would."""
        kept = {key: value for key, value in self.stores[arn].items() if key not in deletes}
        self.stores[arn] = kept | puts
        self.updates += 1

    @property
    def _etag(self) -> str:
        return f"E{self.updates}"
