"""Threads that take messages from one SQS queue, each message by one thread, one at a time."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Deliver = Callable[["MessageTypeDef"], None]
WAIT_SECONDS = 1
"""How long a poll waits for a message; also about the longest that stopping takes."""

LOGGER = logging.getLogger(__name__)


class Pollers:
    """One thread for each of `deliveries`."""

    def __init__(self, sqs: "SQSClient", queue_url: str, deliveries: Sequence[Deliver]) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._stopping = threading.Event()
        self._receiving = threading.Lock()
        self._threads = [
            threading.Thread(target=self._poll, args=(deliver,), daemon=True) for deliver in deliveries
        ]

    def start(self) -> None:
        """Begin to take messages."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more messages and wait for those being delivered."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _poll(self, deliver: Deliver) -> None:
        while not self._stopping.is_set():
            for message in self._receive():
                try:
                    deliver(message)
                except Exception:
                    # as any consumer of SQS: the message comes back, this thread goes on
                    LOGGER.exception("A message could not be delivered")

    def _receive(self) -> "Sequence[MessageTypeDef]":
        # one receiver at a time: two at once can get the same message from moto
        with self._receiving:
            if self._stopping.is_set():
                return []
            return self._sqs.receive_message(
                QueueUrl=self._queue_url,
                MessageSystemAttributeNames=["All"],
                WaitTimeSeconds=WAIT_SECONDS,
            ).get("Messages", [])
