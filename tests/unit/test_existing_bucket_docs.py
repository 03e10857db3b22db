"""The guide to existing buckets lists exactly the permissions with which objects are removed."""

import re
from collections.abc import Iterator

import pytest

from local.template import resource_properties
from tests.documents import ROOT

PAGE = (ROOT / "docs" / "howto" / "existing-bucket.md").read_text("utf-8")
ROLES = resource_properties(ROOT / "infra" / "access.yaml")
ROW = r"^\| `{role}` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$"


def listed(cell: str) -> set[str]:
    return set(re.findall(r"`(s3:\w+)`", cell))


def documented(role: str) -> tuple[set[str], set[str]]:
    """Return the actions on the bucket of uploads and on that of variants."""
    row = re.search(ROW.format(role=role), PAGE, re.MULTILINE)
    assert row is not None
    uploads, outputs = row.groups()
    return listed(uploads), listed(uploads if outputs == "the same" else outputs)


def granted(role: str, policy: str) -> Iterator[str]:
    (document,) = (
        each["PolicyDocument"] for each in ROLES[role]["Policies"] if each.get("PolicyName") == policy
    )
    for statement in document["Statement"]:
        actions = statement["Action"]
        yield from [actions] if isinstance(actions, str) else actions


@pytest.mark.parametrize("role", ["SweepRole", "EraseImagesRole"])
def test_the_guide_lists_the_permissions_of_the_role(role: str) -> None:
    assert documented(role) == (set(granted(role, "uploads")), set(granted(role, "outputs")))
