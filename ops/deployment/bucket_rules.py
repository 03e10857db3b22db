"""The EventBridge rules that a bucket's events may match, and Darkroom's functions among their targets."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

_DETAIL_TYPES = ("Object Created", "Object Deleted")


class BucketRule(Struct, frozen=True):
    """A rule. `folders` are the beginnings of the keys that it selects, `functions` those that it starts."""

    name: str
    folders: tuple[str, ...]
    functions: tuple[str, ...]


def rules_for(client: "EventBridgeClient", bucket: str) -> Iterator[BucketRule]:
    """Yield the rules of the default bus that events about a bucket's objects may match."""
    for page in client.get_paginator("list_rules").paginate():
        for rule in page["Rules"]:
            # A rule with a schedule has no pattern.
            pattern = json.loads(rule.get("EventPattern", "null"))
            if pattern and _may_match(pattern, bucket):
                targets = client.list_targets_by_rule(Rule=rule["Name"])["Targets"]
                functions = filter(None, (function_name(each["Arn"]) for each in targets))
                yield BucketRule(rule["Name"], _folders(pattern), tuple(functions))


def function_name(arn: str) -> str:
    """Return the name in a function's ARN, without an alias; empty for other ARNs."""
    return arn.partition(":function:")[2].partition(":")[0]


def _may_match(pattern: dict[str, Any], bucket: str) -> bool:
    """Return whether a pattern may select the bucket's events. Filters on content count as a match.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
    """
    kinds = _accepted(pattern, "detail-type")
    return (
        _may_be("aws.s3", _accepted(pattern, "source"))
        and any(_may_be(kind, kinds) for kind in _DETAIL_TYPES)
        and _may_be(bucket, _accepted(pattern, "detail", "bucket", "name"))
    )


def _folders(pattern: dict[str, Any]) -> tuple[str, ...]:
    keys = _accepted(pattern, "detail", "object", "key")
    return ("",) if keys is None else tuple(map(_beginning, keys))


def _beginning(key: object) -> str:
    """Return how the keys begin that a rule accepts; filters other than prefixes may match any key."""
    found = key.get("prefix") if isinstance(key, dict) else key
    return found if isinstance(found, str) else ""


def _accepted(pattern: dict[str, Any], *path: str) -> list[Any] | None:
    """Return the values that a pattern accepts for a field; None if it accepts any."""
    found: object = pattern
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, list) else None


def _may_be(value: str, accepted: list[Any] | None) -> bool:
    return accepted is None or value in accepted or any(isinstance(each, dict) for each in accepted)
