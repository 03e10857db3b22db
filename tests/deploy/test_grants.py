"""The comparison of grants and permissions."""

import pytest

from tests.deploy.grants import Grant, missing, of_policy, unused
from tests.deploy.permissions import Permission

READ = Permission("s3:GetObject", "arn:aws:s3:::uploads/images/cat.jpg")
LIST = Permission("s3:ListBucketVersions", "arn:aws:s3:::processed", prefix="images/cat.jpg/")
MAY_READ = Grant(READ.action, "arn:aws:s3:::uploads/images/*")
MAY_LIST = Grant(LIST.action, LIST.arn, prefixes=("images/*",))


def test_a_permission_that_no_grant_includes_is_missing() -> None:
    assert missing([MAY_LIST], [READ, LIST]) == {READ}


def test_a_grant_without_a_matching_permission_is_unused() -> None:
    assert unused([MAY_READ, MAY_LIST], [READ]) == {MAY_LIST}


@pytest.mark.parametrize(
    "permission",
    [
        Permission("s3:GetObjectVersion", READ.arn),
        Permission(READ.action, "arn:aws:s3:::uploads/other/cat.jpg"),
        Permission(READ.action, "arn:aws:s3:::uploads"),
    ],
)
def test_a_grant_does_not_include_other_actions_or_resources(permission: Permission) -> None:
    assert not MAY_READ.includes(permission)


@pytest.mark.parametrize("prefix", [None, "", "other/"])
def test_a_grant_does_not_include_listings_outside_its_condition(prefix: str | None) -> None:
    assert MAY_LIST.includes(LIST)
    assert not MAY_LIST.includes(Permission(LIST.action, LIST.arn, prefix))


def test_a_policy_is_split_into_grants() -> None:
    condition = {"StringLike": {"s3:prefix": "images/*"}}
    statement = {"Effect": "Allow", "Action": ["a:B", "a:C"], "Resource": "r", "Condition": condition}
    assert list(of_policy({"Statement": [statement]})) == [
        Grant("a:B", "r", ("images/*",)),
        Grant("a:C", "r", ("images/*",)),
    ]
