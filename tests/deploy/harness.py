"""The functions as Lambda calls them, one at a time, and what happens around them."""

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
from chalicelib.domain import keys
from local.messages import sqs_event
from tests.conftest import PREFIX, Aws
from tests.deploy.permission_recorder import PermissionRecorder

# whom images belong to that are put straight into the bucket
OWNER = "public"
LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


@dataclass(frozen=True)
class Harness:
    """Runs functions under the recorder's eyes; everything else that it does is somebody else's."""

    app: Chalice
    aws: Aws
    recorder: PermissionRecorder

    @property
    def events(self) -> TestEventsClient:
        """Makes events that have nothing to do with S3."""
        return TestEventsClient(self.app)

    def run(self, function: str, event: Mapping[str, Any]) -> Any:
        """Invoke an event handler."""
        return self._invoke(function, self.app.handler_map[function], event)

    def request(
        self, method: str, route: str, body: object = None, *, key: str | None = None, **parameters: str
    ) -> Any:
        """Send a request as API Gateway does, after the authorizer; return the JSON of the answer.

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
        answer = self._invoke("api_handler", self.app, event)
        assert answer["statusCode"] < 500, answer
        return json.loads(answer["body"] or "null")

    def _invoke(self, function: str, handler: Any, event: Mapping[str, Any]) -> Any:
        with self.recorder.running(function):
            return handler(dict(event), LambdaContext(function, 1024, max_runtime_ms=60_000))

    def upload(self, key: str) -> dict[str, Any]:
        """Put an image, never the same, and return S3's event; nobody has received it yet."""
        buffer = io.BytesIO()
        Image.effect_noise((40, 30), 50).save(buffer, "PNG")
        answer = self.aws.clients.s3.put_object(
            Bucket=self.aws.resources.upload_bucket, Key=key, Body=buffer.getvalue()
        )
        return self._event(key, "ObjectCreated:Put", eTag=answer["ETag"].strip('"'))

    def remove(self, key: str) -> dict[str, Any]:
        """Delete an image and return S3's event."""
        self.aws.clients.s3.delete_object(Bucket=self.aws.resources.upload_bucket, Key=key)
        return self._event(key, "ObjectRemoved:DeleteMarkerCreated")

    def rendered(self) -> str:
        """Return the key of an image that has its variants."""
        key = f"{PREFIX}{uuid.uuid4()}.png"
        self.process(self.upload(key))
        return key

    def process(self, event: Mapping[str, Any]) -> None:
        """Let S3's event be processed, by nobody in particular."""
        self.app.handler_map["process_upload"](dict(event), LambdaContext("", 1024, 60_000))

    def webhook(self) -> dict[str, Any]:
        """Put an event on the webhooks' queue and return what Lambda makes of it."""
        detail = {"event_id": uuid.uuid4().hex, "owner": OWNER}
        body = json.dumps({"detail-type": "Image Ready", "time": LONG_AGO, "detail": detail})
        sqs, queue = self.aws.clients.sqs, self.aws.announcing.webhooks
        sqs.send_message(QueueUrl=queue.url, MessageBody=body)
        (message,) = sqs.receive_message(QueueUrl=queue.url, MessageSystemAttributeNames=["All"])["Messages"]
        return sqs_event(message, queue.arn)

    def settle(self, event: Mapping[str, Any]) -> None:
        """Take the messages away, which would come back in the middle of somebody else's test."""
        for record in event["Records"]:
            self.aws.clients.sqs.delete_message(
                QueueUrl=self.aws.announcing.webhooks.url, ReceiptHandle=record["receiptHandle"]
            )

    def forget(self, key: str) -> None:
        """Leave a record as somebody leaves it who dies after the claim, long ago."""
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
