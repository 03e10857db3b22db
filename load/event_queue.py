"""Send duplicate S3 events, and wait until the queues are empty."""

import hashlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from chalicelib.domain import keys
from load.stack import Stack

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Common prefix of the attributes that count visible, delayed and in-flight messages.
_COUNT_PREFIX = "ApproximateNumberOfMessages"


def object_created(key: str, size: int, etag: str) -> dict[str, Any]:
    """Return what the app reads of the S3 event about an object that was uploaded with a form.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    item = {"key": quote_plus(key), "size": size, "eTag": etag}
    return {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": item}}]}


def send(stack: Stack, event: dict[str, Any], delay: int) -> None:
    """Put an event into the queue, to be delivered after `delay` seconds or later."""
    stack.aws.sqs.send_message(QueueUrl=stack.events.url, MessageBody=json.dumps(event), DelaySeconds=delay)


def send_duplicate(stack: Stack, image_id: str, file: Path, delay: int) -> None:
    """Send the event of a file that was uploaded with a form, once more."""
    key = keys.source_key(stack.environment["UPLOAD_PREFIX"], image_id, keys.ORIGINAL)
    content = file.read_bytes()
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    send(stack, object_created(key, len(content), etag), delay)


def wait_until_empty(stack: Stack, seconds: float) -> int:
    """Wait up to `seconds` until all queues are empty. Return the number of messages that are left."""
    deadline = time.monotonic() + seconds
    queues = (stack.events, stack.deferred, stack.failures)
    while left := sum(_depth(stack.aws.sqs, queue.url) for queue in queues):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return left


def _depth(sqs: "SQSClient", url: str) -> int:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return sum(int(value) for name, value in attributes.items() if name.startswith(_COUNT_PREFIX))
