"""Queue images to erase in SQS."""

import msgspec

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.queue import Queue
from chalicelib.models import ErasureRequest


class SQSErasureQueue(Queue):
    """Sends each request as a message. It has no personal data: only the image's id."""

    def send(self, request: ErasureRequest) -> None:
        """Send the request. If boto3 retries a call that succeeded, the duplicate message is harmless."""
        with translate_errors("Queueing the erasure"):
            self._client.send_message(QueueUrl=self._url, MessageBody=msgspec.json.encode(request).decode())
