"""Queue images to erase in SQS."""

from typing import TYPE_CHECKING

import msgspec

from chalicelib.aws.errors import translate_errors
from chalicelib.models import ErasureRequest

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SQSErasureQueue:
    """Sends each request as a message. It has no personal data: only the image's id."""

    def __init__(self, client: "SQSClient", queue: str) -> None:
        self._client = client
        self._queue = queue
        self._url = ""

    def send(self, request: ErasureRequest) -> None:
        """Send the request. If boto3 retries a call that succeeded, the duplicate message is harmless."""
        with translate_errors("Queueing the erasure"):
            self._url = self._url or self._client.get_queue_url(QueueName=self._queue)["QueueUrl"]
            self._client.send_message(QueueUrl=self._url, MessageBody=msgspec.json.encode(request).decode())
