"""Run functions as Lambda does, one at a time, and change objects and records around them."""

import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from chalice.app import Chalice
from chalice.local import LambdaContext
from chalice.test import TestEventsClient
from PIL import Image

from chalicelib.aws.items import open_shard
from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import access
from chalicelib.domain import keys
from local.event_formats import sqs_event
from tests.conftest import PREFIX, Aws
from tests.deploy.permission_recorder import PermissionRecorder

# the owner of images that are put directly into the bucket
OWNER = "public"
LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


@dataclass(frozen=True)
class Harness:
    """Runs functions and records their permissions. Other requests of the harness are not recorded.

    Each run is a cold start, because some requests are made only then.
    """

    app: Chalice
    aws: Aws
    recorder: PermissionRecorder

    @property
    def events(self) -> TestEventsClient:
        """Generates events that do not come from S3."""
        return TestEventsClient(self.app)

    def run(self, function: str, event: Mapping[str, Any]) -> Any:
        """Invoke an event handler."""
        return self._invoke(function, self.app.handler_map[function], event)

    def request(
        self, method: str, route: str, body: object = None, *, key: str | None = None, **parameters: str
    ) -> Any:
        """Send an authorized request as API Gateway does; return the response's JSON.

        `key` is the idempotency key.
        """
        headers = {"content-type": "application/json", "host": "api.example.com"}
        if key is not None:
            headers["idempotency-key"] = key
        event = {
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "path": f"/api{route.format(**parameters)}",
                "requestId": "a-request",
                "identity": {"sourceIp": "192.0.2.1"},
                "authorizer": {"principalId": OWNER, "scopes": "read write"},
            },
            "pathParameters": parameters,
            "headers": headers,
            "multiValueQueryStringParameters": None,
            "stageVariables": None,
            "body": None if body is None else json.dumps(body),
            "isBase64Encoded": False,
        }
        response = self._invoke("api_handler", self.app, event)
        assert response["statusCode"] < 500, response
        return json.loads(response["body"] or "null")

    def _invoke(self, function: str, handler: Any, event: Mapping[str, Any]) -> Any:
        darkroom.cache_clear()
        access.cache_clear()
        with self.recorder.running(function):
            return handler(dict(event), LambdaContext(function, 1024, max_runtime_ms=60_000))

    def upload(self, key: str) -> dict[str, Any]:
        """Put a new random image; return S3's event, which no function has received yet."""
        buffer = io.BytesIO()
        Image.effect_noise((40, 30), 50).save(buffer, "PNG")
        stored = self.aws.clients.s3.put_object(
            Bucket=self.aws.resources.upload_bucket, Key=key, Body=buffer.getvalue()
        )
        return self._event(key, "ObjectCreated:Put", eTag=stored["ETag"].strip('"'))

    def remove(self, key: str) -> dict[str, Any]:
        """Delete an image; return S3's event, which no function has received yet."""
        self.aws.clients.s3.delete_object(Bucket=self.aws.resources.upload_bucket, Key=key)
        return self._event(key, "ObjectRemoved:DeleteMarkerCreated")

    def rendered(self) -> str:
        """Put an image and render it; return its key."""
        key = f"{PREFIX}{uuid.uuid4()}.png"
        self.process(self.upload(key))
        return key

    def process(self, event: Mapping[str, Any]) -> None:
        """Process an event from S3 without recording permissions."""
        self.app.handler_map["process_upload"](dict(event), LambdaContext("", 1024, 60_000))

    def webhook(self) -> dict[str, Any]:
        """Send an event to the webhook queue; return the SQS event that Lambda would create from it."""
        detail = {"event_id": uuid.uuid4().hex, "owner": OWNER}
        body = json.dumps({"detail-type": "Image Ready", "time": LONG_AGO, "detail": detail})
        sqs, queue = self.aws.clients.sqs, self.aws.events.webhooks
        sqs.send_message(QueueUrl=queue.url, MessageBody=body)
        (message,) = sqs.receive_message(QueueUrl=queue.url, MessageSystemAttributeNames=["All"])["Messages"]
        return sqs_event(message, queue.arn)

    def delete_messages(self, event: Mapping[str, Any]) -> None:
        """Delete the messages of an SQS event, which would otherwise reappear during another test."""
        for record in event["Records"]:
            self.aws.clients.sqs.delete_message(
                QueueUrl=self.aws.events.webhooks.url, ReceiptHandle=record["receiptHandle"]
            )

    def make_stuck(self, key: str) -> None:
        """Change a record as if a function had claimed it long ago and then crashed."""
        image_id = keys.image_id(key, PREFIX)
        self.aws.clients.dynamodb.update_item(
            TableName=self.aws.resources.images_table,
            Key={"id": {"S": image_id}},
            UpdateExpression="SET #status = :status, updated_at = :then, open_shard = :shard"
            " ADD revision :one",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":status": {"S": "processing"},
                ":then": {"S": LONG_AGO},
                ":shard": {"S": open_shard(image_id)},
                ":one": {"N": "1"},
            },
        )

    def _event(self, key: str, name: str, **about: str) -> dict[str, Any]:
        record = {
            "eventSource": "aws:s3",
            "eventName": name,
            "s3": {
                "bucket": {"name": self.aws.resources.upload_bucket},
                "object": {"key": quote_plus(key, safe="/"), **about},
            },
        }
        return {"Records": [record]}
