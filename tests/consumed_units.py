"""Count what AWS bills for the calls of boto3's clients. DynamoDB's rules are applied to a table's items.

moto bills nothing, so the items are read before and after each write.
"""

import math
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient

from tests.item_sizes import item_size

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = Mapping[str, Any]

_WRITES = {"PutItem", "UpdateItem", "DeleteItem"}
_WRITE_BYTES, _READ_BYTES = 1024, 4096
# Requests that S3 bills like PUT: https://aws.amazon.com/s3/pricing/
_S3_WRITES = {"PutObject", "CopyObject", "ListObjectVersions", "ListObjectsV2", "PutObjectTagging"}


@dataclass
class Consumed:
    """What was used of DynamoDB: read units by operation, and write units by operation and target.

    A target is the table or an index of it. `calls` are the service and the name of each operation.
    """

    writes: "Counter[tuple[str, str]]" = field(default_factory=Counter)
    reads: list[tuple[str, float]] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)

    @property
    def write_units(self) -> int:
        return self.writes.total()

    @property
    def read_units(self) -> float:
        return sum(units for _, units in self.reads)

    @property
    def s3(self) -> "Counter[str]":
        """The requests to S3 by the names of their prices."""
        made = (operation for service, operation in self.calls if service == "s3")
        return Counter("s3_write" if each in _S3_WRITES else "s3_read" for each in made)


@dataclass(frozen=True)
class Index:
    """A global secondary index: its keys, and the attributes that it contains, None for all."""

    name: str
    keys: frozenset[str]
    projected: frozenset[str] | None

    def entry(self, item: Item | None) -> Item | None:
        if item is None or not self.keys <= item.keys():
            return None
        return {name: each for name, each in item.items() if self.projected is None or name in self.projected}

    def write_units(self, before: Item | None, after: Item | None) -> int:
        """Return the units of a write: none without a change of the entry, those of two for a new key.

        https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
        """
        old, new = self.entry(before), self.entry(after)
        if old == new:
            return 0
        if old is None or new is None or all(old[key] == new[key] for key in self.keys):
            return _units(old, new)
        return _units(old) + _units(new)


def write_units(before: Item | None, after: Item | None) -> int:
    """Return the units of a write of the table: those of the larger item, one if its condition failed."""
    return _units(before, after)


def _units(*items: Item | None) -> int:
    return max(1, *(math.ceil(item_size(item) / _WRITE_BYTES) for item in items if item is not None))


@dataclass
class Meter:
    """Counts the calls of all clients inside `running`. `client` reads the tables and is not counted."""

    client: "DynamoDBClient"
    consumed: Consumed = field(default_factory=Consumed)
    _indexes: dict[str, list[Index]] = field(default_factory=dict)
    _own: threading.local = field(default_factory=threading.local)

    @contextmanager
    def running(self) -> Iterator[Consumed]:
        call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - no public hook sees all clients

        def metered(client: Any, operation: str, parameters: Any) -> Any:
            if getattr(self._own, "reading", False):
                return call(client, operation, parameters)
            return self._metered(client, operation, parameters, lambda: call(client, operation, parameters))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BaseClient, "_make_api_call", metered)
            yield self.consumed

    def _metered(self, client: Any, operation: str, parameters: Any, call: Any) -> Any:
        self.consumed.calls.append((client.meta.service_model.service_name, operation))
        if operation in _WRITES:
            return self._written(operation, parameters, call)
        answer = call()
        if operation in {"GetItem", "Query", "BatchGetItem"}:
            self.consumed.reads.append((operation, self._read_units(operation, parameters, answer)))
        return answer

    def _written(self, operation: str, parameters: Any, call: Any) -> Any:
        table = parameters["TableName"]
        key = parameters.get("Key") or {"id": parameters["Item"]["id"]}
        before = self._item(table, key)
        try:
            return call()
        finally:
            after = self._item(table, key)
            self.consumed.writes[operation, "table"] += write_units(before, after)
            for index in self._indexes_of(table):
                self.consumed.writes[operation, index.name] += index.write_units(before, after)

    def _read_units(self, operation: str, parameters: Any, answer: Any) -> float:
        """Return half a unit for 4 KB: of each item, or of all items of a query's index together."""
        if operation == "Query":
            return _read(sum(map(item_size, self._queried(parameters)))) / 2
        if operation == "BatchGetItem":
            return sum(_read(item_size(each)) / 2 for found in answer["Responses"].values() for each in found)
        units = _read(item_size(answer.get("Item", {})))
        return units if parameters.get("ConsistentRead") else units / 2

    def _queried(self, parameters: Mapping[str, Any]) -> list[Item]:
        """Return what a query reads before it is filtered, whatever of that it returns."""
        kept = dict(parameters)
        text = kept["KeyConditionExpression"]
        for name in ("FilterExpression", "ProjectionExpression"):
            kept.pop(name, None)
        for name in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
            used = {each: value for each, value in kept.get(name, {}).items() if each in text}
            kept = {**kept, name: used} if used else {k: v for k, v in kept.items() if k != name}
        with self._uncounted():
            return list(self.client.query(**kept)["Items"])

    def _item(self, table: str, key: Any) -> Item | None:
        with self._uncounted():
            return self.client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")

    def _indexes_of(self, table: str) -> list[Index]:
        if table not in self._indexes:
            with self._uncounted():
                described: Any = self.client.describe_table(TableName=table)["Table"]
            self._indexes[table] = [
                _index(each, described["KeySchema"]) for each in described.get("GlobalSecondaryIndexes", ())
            ]
        return self._indexes[table]

    @contextmanager
    def _uncounted(self) -> Iterator[None]:
        self._own.reading = True
        yield
        self._own.reading = False


def _read(size: int) -> int:
    return max(1, math.ceil(size / _READ_BYTES))


def _index(described: Mapping[str, Any], table_key: Any) -> Index:
    keys = frozenset(each["AttributeName"] for each in described["KeySchema"])
    projection = described["Projection"]
    whole = projection["ProjectionType"] == "ALL"
    named = {*keys, *(each["AttributeName"] for each in table_key), *projection.get("NonKeyAttributes", ())}
    return Index(described["IndexName"], keys, None if whole else frozenset(named))
