"""Events in the form in which AWS sends them to functions, with all documented fields."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote_plus

from local import event_formats
from local.account import ACCOUNT, REGION
from local.lambda_function import Invocation, Outcome

Json = dict[str, Any]

TIME = "2026-01-31T12:00:00.000Z"
_API = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:a1b2c3d4e5/api"
_UNUSED = "The function does not use this."


def s3_event(name: str, bucket: str, item: Mapping[str, Any]) -> Json:
    """Return S3's own event. `item` is the object with the key in plain text.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    record = {
        "eventVersion": "2.3",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": TIME,
        "eventName": name,
        "userIdentity": {"principalId": "AWS:AIDAEXAMPLE"},
        "requestParameters": {"sourceIPAddress": "192.0.2.1"},
        "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": _UNUSED},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "upload",
            "bucket": {
                "name": bucket,
                "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
                "arn": f"arn:aws:s3:::{bucket}",
            },
            "object": {**item, "key": quote_plus(item["key"], safe="/"), "sequencer": "0055AED6DCD90281E5"},
        },
    }
    return {"Records": [record]}


def eventbridge_event(kind: str, bucket: str, item: Mapping[str, Any], reason: str) -> Json:
    """Return S3's event as EventBridge delivers it, such as `Object Created` with the reason `PutObject`.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """
    detail = {
        "version": "0",
        "bucket": {"name": bucket},
        "object": {**item, "sequencer": "0055AED6DCD90281E5"},
        "request-id": "C3D13FE58DE4C810",
        "requester": ACCOUNT,
        "source-ip-address": "192.0.2.1",
        "reason": reason,
    }
    return _from_eventbridge("aws.s3", kind, f"arn:aws:s3:::{bucket}", detail)


def schedule_event() -> Json:
    """Return the event of a schedule: https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html."""
    rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/darkroom-sweep"
    return _from_eventbridge("aws.events", "Scheduled Event", rule, {})


def dead_letter(event: Mapping[str, Any], queue_arn: str) -> Json:
    """Return the event of a queue with a message about an event that failed every attempt."""
    failed = Invocation("process_upload", event, "request-1", 60)
    body = event_formats.failure_record(failed, Outcome({"errorMessage": "too slow"}, failed=True), 3)
    return _from_queue([body], queue_arn)


def deferred(event: Mapping[str, Any], queue_arn: str) -> Json:
    """Return the event of a queue with a message about an event of S3 that was deferred once."""
    return _from_queue([json.dumps({**event, "deferrals": 1})], queue_arn)


def erasure(image_id: str, queue_arn: str) -> Json:
    """Return the event of the queue with an image to erase."""
    return _from_queue([json.dumps({"image_id": image_id})], queue_arn)


def invalidations(owner: str, requested_at: str, *tags: str, queue_arn: str) -> Json:
    """Return the event of the queue with an owner's requests to invalidate copies of images."""
    requests = [{"tag": tag, "owner": owner, "requested_at": requested_at} for tag in tags]
    return _from_queue(map(json.dumps, requests), queue_arn)


def _from_queue(bodies: Iterable[str], queue_arn: str) -> Json:
    attributes: Any = {"ApproximateReceiveCount": "1", "SentTimestamp": "1769860800000"}
    events = [
        event_formats.sqs_event(
            {
                "MessageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                "ReceiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "Body": body,
                "Attributes": attributes,
                "MD5OfBody": _UNUSED,
            },
            queue_arn,
        )
        for body in bodies
    ]
    return {"Records": [record for event in events for record in event["Records"]]}


def authorization(token: str) -> Json:
    """Return a request to the authorizer."""
    return {"type": "TOKEN", "methodArn": f"{_API}/GET/images", "authorizationToken": f"Bearer {token}"}


def request(
    method: str,
    resource: str,
    body: object = None,
    *,
    owner: str = "public",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    **parameters: str,
) -> Json:
    """Return a request from API Gateway with an authorized caller. `parameters` are those of the path.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    path = resource.format(**parameters)
    sent = {"Content-Type": "application/json", "Host": "api.example.com", **(headers or {})}
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": query and {name: [value] for name, value in query.items()},
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "a1b2c3d4e5",
            "authorizer": {"principalId": owner, "scopes": "read write", "integrationLatency": 12},
            "domainName": "api.example.com",
            "httpMethod": method,
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "a browser"},
            "path": f"/api{path}",
            "protocol": "HTTP/1.1",
            "requestId": str(uuid.uuid4()),
            "requestTimeEpoch": 1769860800000,
            "resourceId": "x1y2z3",
            "resourcePath": resource,
            "stage": "api",
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def _from_eventbridge(source: str, kind: str, resource: str, detail: Mapping[str, Any]) -> Json:
    return {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": kind,
        "source": source,
        "account": ACCOUNT,
        "time": TIME,
        "region": REGION,
        "resources": [resource],
        "detail": detail,
    }
