"""What the adapters of an SQS queue have in common."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Queue:
    """An adapter of one queue, which has a name."""

    def __init__(self, client: "SQSClient", queue: str) -> None:
        self._client = client
        self._queue = queue

    @cached_property
    def _url(self) -> str:
        """The queue's URL. The first use asks SQS for it."""
        return self._client.get_queue_url(QueueName=self._queue)["QueueUrl"]
