"""The webhooks' queue, on SQS."""

from typing import TYPE_CHECKING

from chalicelib.aws.errors import translated

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SQSWebhookQueue:
    """Messages stay in the queue until they are delivered; SQS hides them between two attempts."""

    def __init__(self, client: "SQSClient", queue: str) -> None:
        self._client = client
        self._queue = queue
        self._url = ""

    def extend_visibility(self, receipt: str, seconds: int) -> None:
        """ChangeMessageVisibility: at most 12 hours from when the message was received."""
        with translated("Putting the webhook off"):
            self._url = self._url or self._client.get_queue_url(QueueName=self._queue)["QueueUrl"]
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
