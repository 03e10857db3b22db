"""Queue invalidation requests in SQS."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.queue import Queue
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import InvalidationRequest

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
_BATCH = 10
_ACTION = "Requesting the invalidation"


class SQSInvalidationQueue(Queue):
    """Sends each request as a message."""

    def send(self, requests: Sequence[InvalidationRequest], *, delay: timedelta = timedelta()) -> None:
        """Send the requests. SendMessageBatch responds with 200 even if it rejects some of them."""
        for start in range(0, len(requests), _BATCH):
            batch = requests[start : start + _BATCH]
            entries = [_entry(index, each, delay) for index, each in enumerate(batch)]
            with translate_errors(_ACTION):
                response = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            if failed := response.get("Failed"):
                raise ServiceUnavailable(f"{_ACTION}: {failed[0]['Code']}: {failed[0].get('Message')}")


def _entry(
    index: int, request: InvalidationRequest, delay: timedelta
) -> "SendMessageBatchRequestEntryTypeDef":
    body = msgspec.json.encode(request).decode()
    return {"Id": str(index), "MessageBody": body, "DelaySeconds": int(delay.total_seconds())}
