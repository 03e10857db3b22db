"""The EventBridge rules that a bucket's events may match."""

from typing import Any, cast

import pytest

from ops.deployment.bucket_rules import BucketRule, function_name, rules_for
from tests.fakes.account.services import FakeEvents

QUEUE = "arn:aws:sqs:eu-central-1:123456789012:queue"
FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:mine"


def pattern(**detail: Any) -> dict[str, Any]:
    return {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}


def in_bucket(*names: Any) -> dict[str, Any]:
    return pattern(bucket={"name": list(names)})


def rules(found: dict[str, Any] | None, *targets: str) -> list[BucketRule]:
    events = FakeEvents({"schedule": (None, [FUNCTION]), "rule": (found, targets)})
    return list(rules_for(cast("Any", events), "mine"))


@pytest.mark.parametrize(
    "found",
    [
        in_bucket("mine"),
        in_bucket("other", "mine"),
        in_bucket({"prefix": "mi"}),
        pattern(),
        pattern(bucket=[{"exists": True}]),
        {"source": ["aws.s3"]},
        {"source": [{"prefix": "aws."}]},
        {"detail-type": ["Object Deleted", "Object Restore Completed"]},
        {"account": ["123456789012"]},
    ],
)
def test_a_rule_may_match_unless_a_field_excludes_it(found: dict[str, Any]) -> None:
    assert rules(found, QUEUE) == [BucketRule("rule", ("",), ())]


@pytest.mark.parametrize(
    "found",
    [
        in_bucket("other"),
        {"source": ["aws.ec2"]},
        {"source": ["aws.s3"], "detail-type": ["Object Restore Completed"]},
        None,
    ],
)
def test_a_rule_for_other_events_does_not_match(found: dict[str, Any] | None) -> None:
    assert rules(found, FUNCTION) == []


@pytest.mark.parametrize(
    ("keys", "folders"),
    [
        ([{"prefix": "a/"}, {"prefix": "b/"}], ("a/", "b/")),
        ([{"suffix": ".jpg"}, "a/cat.jpg", {"prefix": {"equals-ignore-case": "a/"}}], ("", "a/cat.jpg", "")),
    ],
)
def test_the_folders_are_the_beginnings_of_keys(keys: list[Any], folders: tuple[str, ...]) -> None:
    (rule,) = rules(pattern(object={"key": keys}), FUNCTION, QUEUE)
    assert (rule.folders, rule.functions) == (folders, ("mine",))


@pytest.mark.parametrize(("arn", "name"), [(FUNCTION, "mine"), (f"{FUNCTION}:live", "mine"), (QUEUE, "")])
def test_the_function_of_an_arn_is_named_without_its_alias(arn: str, name: str) -> None:
    assert function_name(arn) == name
