"""Which permission a request to AWS needs: operations become IAM actions, parameters become ARNs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.account import ACCOUNT, REGION

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Permission:
    """One permission: an action on a resource, and for listings the prefix that is asked for."""

    action: str
    arn: str
    prefix: str | None = None


def of_request(service: str, operation: str, params: Params) -> Iterator[Permission]:
    """Yield what a request needs. A service that is not in the table has to be added to it."""
    yield from _SERVICES[service](operation, params)


def of_missing_object(bucket: str) -> Permission:
    """Return what S3 asks for before it says 404; it says 403 otherwise."""
    return Permission("s3:ListBucket", f"arn:aws:s3:::{bucket}")


def of_upload_form(bucket: str, key: str) -> Permission:
    """Return what whoever signs a form needs, for S3 to accept it."""
    return Permission("s3:PutObject", f"arn:aws:s3:::{bucket}/{key}")


def of_logging(function: str) -> Iterator[Permission]:
    """Yield what a function needs to log."""
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{function}:log-stream:any"
        yield Permission(action, arn)


def of_queue_trigger(queue: str) -> Iterator[Permission]:
    """Yield what Lambda needs to poll a queue.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        yield Permission(f"sqs:{action}", _arn("sqs", queue))


def of_failure_destination(queue: str) -> Permission:
    """Return what Lambda needs to hand on an event that it gives up on.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """
    return Permission("sqs:SendMessage", _arn("sqs", queue))


_OF_VERSIONS = {
    "GetObject": "GetObjectVersion",
    "DeleteObject": "DeleteObjectVersion",
    "PutObjectTagging": "PutObjectVersionTagging",
}
_S3_ACTIONS = {
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
}


def _s3(operation: str, params: Params) -> Iterator[Permission]:
    arn = f"arn:aws:s3:::{params['Bucket']}"
    if "Key" in params:
        arn = f"{arn}/{params['Key']}"
    action = _S3_ACTIONS.get(operation, operation)
    if "VersionId" in params:
        action = _OF_VERSIONS[action]
    yield Permission(f"s3:{action}", arn, params.get("Prefix"))


def _dynamodb(operation: str, params: Params) -> Iterator[Permission]:
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            ((kind, part),) = item.items()
            yield from _dynamodb("ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item", part)
        return
    arn = _arn("dynamodb", f"table/{params['TableName']}")
    if "IndexName" in params:
        arn = f"{arn}/index/{params['IndexName']}"
    yield Permission(f"dynamodb:{operation}", arn)


def _lambda(operation: str, params: Params) -> Iterator[Permission]:
    action = {"Invoke": "InvokeFunction"}.get(operation, operation)
    yield Permission(f"lambda:{action}", _arn("lambda", f"function:{params['FunctionName']}"))


def _sqs(operation: str, params: Params) -> Iterator[Permission]:
    queue = params.get("QueueName") or params["QueueUrl"].rpartition("/")[2]
    yield Permission(f"sqs:{operation.removesuffix('Batch')}", _arn("sqs", queue))


def _states(operation: str, params: Params) -> Iterator[Permission]:
    yield Permission(f"states:{operation}", params.get("stateMachineArn") or params["executionArn"])


def _events(_operation: str, params: Params) -> Iterator[Permission]:
    for bus in {entry.get("EventBusName", "default") for entry in params["Entries"]}:
        yield Permission("events:PutEvents", _arn("events", f"event-bus/{bus}"))


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


_SERVICES: Mapping[str, Callable[[str, Params], Iterator[Permission]]] = {
    "s3": _s3,
    "dynamodb": _dynamodb,
    "lambda": _lambda,
    "sqs": _sqs,
    "stepfunctions": _states,
    "events": _events,
}
