"""What the policy of whoever deploys allows, and what a request of an operator's command needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from local.account import ACCOUNT
from ops.stage.names import INFRA

POLICY = INFRA / "deployer.json"
ANY = "*"

_REGION = "eu-central-1"
_S3_ACTIONS = {
    "DeleteObjects": "DeleteObjectVersion",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
}
_FREE = frozenset({"sts"})
"""Services of which everybody may ask what is asked here."""


def allowed(action: str, arn: str) -> bool:
    """Tell whether the policy allows an action on a resource; `ANY` is an action that knows no resources."""
    return any(
        statement["Effect"] == "Allow"
        and any(fnmatchcase(action, pattern) for pattern in _listed(statement["Action"]))
        and any(fnmatchcase(arn, pattern) for pattern in _listed(statement["Resource"]))
        for statement in json.loads(POLICY.read_bytes())["Statement"]
    )


def needed(note: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the action and the ARN that a request needs, as the witness has noted it; None if it is free."""
    service, operation = note["service"], note["operation"]
    if service in _FREE:
        return None
    if service == "apigateway":
        return (
            f"apigateway:{note['http']['method']}",
            f"arn:aws:apigateway:{_REGION}::{note['http']['requestUri']}",
        )
    resource = _RESOURCES[service](note["params"])
    if service == "s3":
        return f"s3:{_S3_ACTIONS.get(operation, operation)}", f"arn:aws:s3:::{resource}"
    arn = resource if resource == ANY else f"arn:aws:{service}:{_REGION}:{ACCOUNT}:{resource}"
    return f"{service}:{operation}", arn


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _named(kind: str, *parameters: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what finds the resource of a request by the first of these parameters; else it has none."""

    def find(params: Mapping[str, Any]) -> str:
        names = (str(params[each]).rpartition("/")[2] for each in parameters if each in params)
        name = next(names, None)
        return ANY if name is None else f"{kind}{name.rpartition(':')[2]}"

    return find


_RESOURCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "cloudformation": _named("stack/", "StackName", "ChangeSetName"),
    "dynamodb": _named("table/", "TableName"),
    "events": _named("rule/", "Rule", "Name"),
    "lambda": _named("function:", "FunctionName", "Resource"),
    "logs": _named("log-group:/aws/lambda/", "logGroupName"),
    "s3": _named("", "Bucket"),
    "sqs": _named("", "QueueUrl", "QueueName"),
}
