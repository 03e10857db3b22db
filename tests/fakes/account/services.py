"""The other fake services: Lambda, EventBridge, DynamoDB, SQS and STS."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests.fakes.account.errors import NoSuchResource, ResourceFailed, client_error, no_such
from tests.fakes.account.evaluation import ACCOUNT
from tests.fakes.account.paginators import FakePaginator


@dataclass
class FakeFunctions:
    """Lambda. `functions` has the properties of each function by name."""

    functions: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreserved: int = 1000

    def __post_init__(self) -> None:
        self.exceptions = SimpleNamespace(ResourceNotFoundException=NoSuchResource)

    def get_function_configuration(self, *, FunctionName: str) -> dict[str, Any]:
        if FunctionName not in self.functions:
            raise no_such("ResourceNotFoundException", f"Function not found: {FunctionName}")
        return self.functions[FunctionName]

    def get_account_settings(self) -> dict[str, Any]:
        return {"AccountLimit": {"UnreservedConcurrentExecutions": self.unreserved}}


@dataclass
class FakeEvents:
    """EventBridge. `rules` has the pattern and the ARNs of the targets by name, for the default bus."""

    rules: dict[str, tuple[dict[str, Any] | None, Sequence[str]]] = field(default_factory=dict)

    def get_paginator(self, operation: str) -> FakePaginator:
        assert operation == "list_rules"
        return FakePaginator("Rules", self._listed)

    def list_targets_by_rule(self, *, Rule: str) -> dict[str, Any]:
        return {"Targets": [{"Id": arn, "Arn": arn} for arn in self.rules[Rule][1]]}

    def _listed(self) -> list[dict[str, Any]]:
        return [
            {"Name": name} | ({} if pattern is None else {"EventPattern": json.dumps(pattern)})
            for name, (pattern, _) in self.rules.items()
        ]


@dataclass
class FakeTables:
    """DynamoDB. `protected` has the names of tables with deletion protection, `indexes` those of indexes."""

    tables: set[str] = field(default_factory=set)
    protected: set[str] = field(default_factory=set)
    deleting: set[str] = field(default_factory=set)
    indexes: dict[str, set[str]] = field(default_factory=dict)

    def describe_table(self, *, TableName: str) -> dict[str, Any]:
        if TableName not in self.tables:
            raise client_error("ResourceNotFoundException", f"Table: {TableName} not found")
        status = "DELETING" if TableName in self.deleting else "ACTIVE"
        indexes = [{"IndexName": name} for name in self.indexes.get(TableName, ())]
        return {
            "Table": {
                "TableStatus": status,
                "DeletionProtectionEnabled": TableName in self.protected,
                **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
            }
        }

    def set_indexes(self, table: str, names: set[str]) -> None:
        """Change the indexes of a table: all of a new one, otherwise one at a time."""
        before = self.indexes.get(table, names)
        if len(before ^ names) > 1:
            raise ResourceFailed("Cannot perform more than one GSI creation or deletion in a single update")
        self.indexes[table] = names

    def update_table(self, *, TableName: str, DeletionProtectionEnabled: bool) -> None:
        assert not DeletionProtectionEnabled
        self.protected.discard(TableName)

    def get_waiter(self, name: str) -> Any:
        assert name == "table_exists"
        return SimpleNamespace(wait=self.describe_table)

    def delete_table(self, *, TableName: str) -> None:
        if TableName in self.deleting:
            raise client_error("ResourceInUseException", "Table is being deleted")
        if TableName in self.protected:
            raise client_error("ValidationException", "Resource cannot be deleted as it is protected")
        self.tables.remove(TableName)


@dataclass
class FakeQueues:
    """SQS. `queues` are URLs."""

    queues: set[str] = field(default_factory=set)

    def delete_queue(self, *, QueueUrl: str) -> None:
        if QueueUrl not in self.queues:
            raise client_error("AWS.SimpleQueueService.NonExistentQueue", "The queue does not exist")
        self.queues.remove(QueueUrl)


class FakeIdentity:
    """STS."""

    def get_caller_identity(self) -> dict[str, Any]:
        return {"Account": ACCOUNT}
