"""The judge of the roles, judged."""

import pytest

from tests.deploy.grants import Grant, missing, of_policy, unused
from tests.deploy.permissions import Permission

READ = Permission("s3:GetObject", "arn:aws:s3:::uploads/images/cat.jpg")
LIST = Permission("s3:ListBucketVersions", "arn:aws:s3:::processed", prefix="images/cat.jpg/")
MAY_READ = Grant(READ.action, "arn:aws:s3:::uploads/images/*")
MAY_LIST = Grant(LIST.action, LIST.arn, prefixes=("images/*",))


def test_a_need_that_no_grant_covers_is_missing() -> None:
    assert missing([MAY_LIST], [READ, LIST]) == {READ}


def test_a_grant_that_nothing_needs_is_unused() -> None:
    assert unused([MAY_READ, MAY_LIST], [READ]) == {MAY_LIST}


@pytest.mark.parametrize(
    "need",
    [
        Permission("s3:GetObjectVersion", READ.arn),
        Permission(READ.action, "arn:aws:s3:::uploads/other/cat.jpg"),
        Permission(READ.action, "arn:aws:s3:::uploads"),
    ],
)
def test_another_action_or_another_resource_is_not_covered(need: Permission) -> None:
    assert not MAY_READ.covers(need)


@pytest.mark.parametrize("prefix", [None, "", "other/"])
def test_a_listing_outside_of_the_condition_is_not_covered(prefix: str | None) -> None:
    assert MAY_LIST.covers(LIST)
    assert not MAY_LIST.covers(Permission(LIST.action, LIST.arn, prefix))


def test_a_policy_is_taken_apart_into_its_grants() -> None:
    condition = {"StringLike": {"s3:prefix": "images/*"}}
    statement = {"Effect": "Allow", "Action": ["a:B", "a:C"], "Resource": "r", "Condition": condition}
    assert list(of_policy({"Statement": [statement]})) == [
        Grant("a:B", "r", ("images/*",)),
        Grant("a:C", "r", ("images/*",)),
    ]
