"""Postpone webhooks in their SQS queue."""

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.queue import Queue


class SQSWebhookQueue(Queue):
    """The queue of webhooks. Messages stay in it until they are delivered, hidden between attempts."""

    def extend_visibility(self, receipt: str, seconds: int) -> None:
        """Hide the message for this many seconds. SQS allows 12 hours from when it was received."""
        with translate_errors("Postponing the webhook"):
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
