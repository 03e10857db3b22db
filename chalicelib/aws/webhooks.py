"""Postpone webhooks in their SQS queue."""

from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SQSWebhookQueue:
    """The queue of webhooks. Messages stay in it until they are delivered, hidden between attempts."""

    def __init__(self, client: "SQSClient", queue: str) -> None:
        self._client = client
        self._queue = queue
        self._url = ""

    def extend_visibility(self, receipt: str, seconds: int) -> None:
        """Hide the message for this many seconds. SQS allows 12 hours from when it was received."""
        with translate_errors("Postponing the webhook"):
            self._url = self._url or self._client.get_queue_url(QueueName=self._queue)["QueueUrl"]
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
