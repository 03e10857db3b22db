"""What a role allows, as far as these templates go: actions and resources with `*` at the end, no denials."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.deploy.permissions import Permission


@dataclass(frozen=True)
class Grant:
    """One action on one resource; `prefixes` are those that a listing may ask for, None any."""

    action: str
    resource: str
    prefixes: tuple[str, ...] | None = None

    def covers(self, need: Permission) -> bool:
        """Tell whether this is enough for that."""
        if self.action != need.action or not fnmatchcase(need.arn, self.resource):
            return False
        return self.prefixes is None or any(fnmatchcase(need.prefix or "", each) for each in self.prefixes)


def of_policy(document: Mapping[str, Any]) -> Iterator[Grant]:
    """Yield every grant of a policy."""
    for statement in document["Statement"]:
        assert statement["Effect"] == "Allow"
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                yield Grant(action, resource, _prefixes(statement.get("Condition")))


def missing(grants: Iterable[Grant], needs: Iterable[Permission]) -> set[Permission]:
    """Return the needs that no grant covers."""
    return {need for need in needs if not any(grant.covers(need) for grant in grants)}


def unused(grants: Iterable[Grant], needs: Iterable[Permission]) -> set[Grant]:
    """Return the grants that nothing needs."""
    return {grant for grant in grants if not any(grant.covers(need) for need in needs)}


def _prefixes(condition: Mapping[str, Any] | None) -> tuple[str, ...] | None:
    if condition is None:
        return None
    assert condition.keys() == {"StringLike"}, "teach Grant this condition"
    assert condition["StringLike"].keys() == {"s3:prefix"}, "teach Grant this condition"
    return tuple(_listed(condition["StringLike"]["s3:prefix"]))


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
