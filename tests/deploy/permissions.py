"""Determine which permissions a request to AWS needs: its IAM actions and the ARNs of its resources.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.account import ACCOUNT, REGION

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Permission:
    """An action on a resource, with the requested prefix if it is a listing."""

    action: str
    arn: str
    prefix: str | None = None


def for_request(service: str, operation: str, params: Params) -> Iterator[Permission]:
    """Yield the permissions for a request. Raises KeyError for a service that is missing from the table."""
    yield from _SERVICES[service](operation, params)


def for_missing_object(bucket: str) -> Permission:
    """Return the permission without which S3 responds with 403 instead of 404."""
    return Permission("s3:ListBucket", f"arn:aws:s3:::{bucket}")


def for_upload_form(bucket: str, key: str) -> Permission:
    """Return the permission that the signer of an upload form needs."""
    return Permission("s3:PutObject", f"arn:aws:s3:::{bucket}/{key}")


def for_signed_url(bucket: str, key: str) -> Permission:
    """Return the permission that the signer of an object's URL needs."""
    return Permission("s3:GetObject", f"arn:aws:s3:::{bucket}/{key}")


def for_logging(function: str) -> Iterator[Permission]:
    """Yield the permissions that a function needs to write logs."""
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{function}:log-stream:any"
        yield Permission(action, arn)


def for_traces() -> Iterator[Permission]:
    """Yield the permissions that Lambda needs to send a function's traces. They have no resource.

    https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
    """
    for action in ("PutTraceSegments", "PutTelemetryRecords"):
        yield Permission(f"xray:{action}", "*")


def for_queue_trigger(queue: str) -> Iterator[Permission]:
    """Yield the permissions that Lambda needs to poll the queue with this ARN.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        yield Permission(f"sqs:{action}", queue)


def for_failure_destination(queue: str) -> Permission:
    """Return the permission that Lambda needs to send failed events to the queue with this ARN.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """
    return Permission("sqs:SendMessage", queue)


_VERSION_ACTIONS = {
    "GetObject": "GetObjectVersion",
    "DeleteObject": "DeleteObjectVersion",
}
_S3_ACTIONS = {
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListParts": "ListMultipartUploadParts",
}


def _s3(operation: str, params: Params) -> Iterator[Permission]:
    arn = f"arn:aws:s3:::{params['Bucket']}"
    if "Key" in params:
        arn = f"{arn}/{params['Key']}"
    action = _S3_ACTIONS.get(operation, operation)
    if "VersionId" in params:
        action = _VERSION_ACTIONS[action]
    yield Permission(f"s3:{action}", arn, params.get("Prefix"))
    if operation == "HeadObject" and "VersionId" in params:
        # Without these, the response has no lock.
        yield from (Permission(f"s3:{each}", arn) for each in ("GetObjectRetention", "GetObjectLegalHold"))


def _dynamodb(operation: str, params: Params) -> Iterator[Permission]:
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            ((kind, part),) = item.items()
            yield from _dynamodb("ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item", part)
        return
    if operation == "BatchGetItem":
        for table in params["RequestItems"]:
            yield Permission("dynamodb:BatchGetItem", _arn("dynamodb", f"table/{table}"))
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


def _cloudfront(operation: str, params: Params) -> Iterator[Permission]:
    # CloudFront's ARNs have no region.
    arn = f"arn:aws:cloudfront::{ACCOUNT}:distribution/{params['DistributionId']}"
    yield Permission(f"cloudfront:{operation}", arn)


def _ssm(operation: str, params: Params) -> Iterator[Permission]:
    # A name that begins with a slash is part of the ARN as it is.
    yield Permission(f"ssm:{operation}", _arn("ssm", f"parameter{params['Name']}"))


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


_SERVICES: Mapping[str, Callable[[str, Params], Iterator[Permission]]] = {
    "s3": _s3,
    "dynamodb": _dynamodb,
    "lambda": _lambda,
    "sqs": _sqs,
    "ssm": _ssm,
    "stepfunctions": _states,
    "events": _events,
    "cloudfront": _cloudfront,
}
