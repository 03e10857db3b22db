"""The grants of IAM policies, in the form that the templates use.

They have no denials, and a `*` only at the end of a resource.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.deploy.permissions import Permission


@dataclass(frozen=True)
class Grant:
    """One action on one resource. `prefixes` are those that a listing may use; None allows any."""

    action: str
    resource: str
    prefixes: tuple[str, ...] | None = None

    def includes(self, permission: Permission) -> bool:
        """Return whether this grant includes a permission."""
        if self.action != permission.action or not fnmatchcase(permission.arn, self.resource):
            return False
        return self.prefixes is None or any(
            fnmatchcase(permission.prefix or "", each) for each in self.prefixes
        )


def of_policy(document: Mapping[str, Any]) -> Iterator[Grant]:
    """Yield the grants of a policy document."""
    for statement in document["Statement"]:
        assert statement["Effect"] == "Allow"
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                yield Grant(action, resource, _prefixes(statement.get("Condition")))


def missing(grants: Iterable[Grant], permissions: Iterable[Permission]) -> set[Permission]:
    """Return the permissions that no grant includes."""
    return {
        permission for permission in permissions if not any(grant.includes(permission) for grant in grants)
    }


def unused(grants: Iterable[Grant], permissions: Iterable[Permission]) -> set[Grant]:
    """Return the grants that include none of the permissions."""
    return {grant for grant in grants if not any(grant.includes(permission) for permission in permissions)}


def _prefixes(condition: Mapping[str, Any] | None) -> tuple[str, ...] | None:
    if condition is None:
        return None
    assert condition.keys() == {"StringLike"}, "Grant does not support this condition"
    assert condition["StringLike"].keys() == {"s3:prefix"}, "Grant does not support this condition"
    return tuple(_listed(condition["StringLike"]["s3:prefix"]))


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
