"""What infra/deployer.json allows, and which permission each request of the ops commands needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from local.account import ACCOUNT
from local.process import ROOT

POLICY = ROOT / "infra" / "deployer.json"
ANY = "*"

_REGION = "eu-central-1"
_S3_ACTIONS = {
    "DeleteObjects": "DeleteObjectVersion",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
}
# The requests made to these services need no permission.
_UNRESTRICTED = frozenset({"sts"})


def allowed(action: str, arn: str) -> bool:
    """Return whether the policy allows an action. `ANY` is the ARN for actions without resources."""
    return any(
        statement["Effect"] == "Allow"
        and any(fnmatchcase(action, pattern) for pattern in listed(statement["Action"]))
        and any(fnmatchcase(arn, pattern) for pattern in listed(statement["Resource"]))
        for statement in json.loads(POLICY.read_bytes())["Statement"]
    )


def required_permission(request: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the action and ARN that a logged request needs; None if it needs no permission."""
    service, operation = request["service"], request["operation"]
    if service in _UNRESTRICTED:
        return None
    if service == "apigateway":
        return (
            f"apigateway:{request['http']['method']}",
            f"arn:aws:apigateway:{_REGION}::{request['http']['requestUri']}",
        )
    resource = _RESOURCES[service](request["params"])
    if service == "s3":
        return f"s3:{_S3_ACTIONS.get(operation, operation)}", f"arn:aws:s3:::{resource}"
    arn = resource if resource == ANY else f"arn:aws:{service}:{_REGION}:{ACCOUNT}:{resource}"
    return f"{service}:{operation}", arn


def listed(value: str | list[str]) -> list[str]:
    """Return the values of a policy's element, which can be one string."""
    return value if isinstance(value, list) else [value]


def _first_name(kind: str, *parameters: str) -> Callable[[Mapping[str, Any]], str]:
    """Return a function that builds a request's resource from the first of these parameters that it has."""

    def find(params: Mapping[str, Any]) -> str:
        names = (str(params[each]).rpartition("/")[2] for each in parameters if each in params)
        name = next(names, None)
        return ANY if name is None else f"{kind}{name.rpartition(':')[2]}"

    return find


_RESOURCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "cloudformation": _first_name("stack/", "StackName", "ChangeSetName"),
    "dynamodb": _first_name("table/", "TableName"),
    "events": _first_name("rule/", "Rule", "Name"),
    "lambda": _first_name("function:", "FunctionName", "Resource"),
    "logs": _first_name("log-group:/aws/lambda/", "logGroupName"),
    "s3": _first_name("", "Bucket"),
    "sqs": _first_name("", "QueueUrl", "QueueName"),
}
