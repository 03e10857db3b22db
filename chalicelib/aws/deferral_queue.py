"""Defer events in SQS."""

import hashlib
import json
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.queue import Queue
from chalicelib.aws.s3_notifications import notification
from chalicelib.models import Source

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SQSDeferralQueue(Queue):
    """Sends each event as a message that SQS hides for the delay.

    The message group is the owner. In a standard queue, groups have no order. SQS delivers messages of groups
    with few messages in flight first, which it calls fair queues:
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
    """

    def __init__(self, client: "SQSClient", queue: str, *, bucket: str) -> None:
        super().__init__(client, queue)
        self._bucket = bucket

    def send(self, key: str, source: Source | None, *, owner: str, deferrals: int, delay: int) -> None:
        """Send the event. If boto3 retries a call that succeeded, the duplicate event is harmless."""
        body = {**notification(self._bucket, key, source), "deferrals": deferrals}
        with translate_errors("Deferring the event"):
            self._client.send_message(
                QueueUrl=self._url,
                MessageBody=json.dumps(body),
                DelaySeconds=delay,
                # Owners can contain characters that SQS does not accept.
                MessageGroupId=hashlib.sha256(owner.encode()).hexdigest(),
            )
