"""Events in the form in which AWS sends them to functions."""

import json
from typing import Any

from tests.conftest import Aws


def s3_event(aws: Aws, key: str, etag: str) -> dict[str, Any]:
    """Return an event from S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html."""
    item = {"key": key, "eTag": etag.strip('"'), "size": 1}
    bucket = {"name": aws.resources.upload_bucket}
    record = {"eventName": "ObjectCreated:Put", "s3": {"bucket": bucket, "object": item}}
    return {"Records": [record]}


def request(method: str, resource: str, body: object = None, owner: str = "public") -> dict[str, Any]:
    """Return a request from API Gateway with an authorized caller."""
    authorizer = {"principalId": owner, "scopes": "read write delete"}
    return {
        "resource": resource,
        "path": resource,
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", "Host": "api.example.com"},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{resource}",
            "stage": "api",
            "requestId": "the-request",
            "identity": {"sourceIp": "127.0.0.1"},
            "authorizer": authorizer,
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
