"""The queue of S3's events: sending copies of an event, and waiting until all have been worked off."""

import hashlib
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from load.stack import Stack
from local.account import REGION

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Visible, delayed and being worked on: ApproximateNumberOfMessages, …Delayed, …NotVisible.
_COUNT = "ApproximateNumberOfMessages"


def created(bucket: str, key: str, content: bytes) -> dict[str, Any]:
    """Return the event of an object that a form has brought, as moto's S3 sends it.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "eventName": "ObjectCreated:Post",
        "s3": {
            "s3SchemaVersion": "1.0",
            "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"},
            "object": {"key": quote_plus(key), "size": len(content), "eTag": etag},
        },
    }
    return {"Records": [record]}


def send(stack: Stack, event: dict[str, Any], delay: int) -> None:
    """Queue an event; it is delivered after `delay` seconds at the earliest."""
    stack.aws.sqs.send_message(QueueUrl=stack.events_url, MessageBody=json.dumps(event), DelaySeconds=delay)


def left_after(stack: Stack, seconds: float) -> int:
    """Wait until both queues are empty; return how many messages there still are when time is over."""
    deadline = time.monotonic() + seconds
    while left := sum(_depth(stack.aws.sqs, url) for url in (stack.events_url, stack.failures_url)):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return left


def _depth(sqs: "SQSClient", url: str) -> int:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return sum(int(value) for name, value in attributes.items() if name.startswith(_COUNT))
