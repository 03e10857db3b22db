"""Polls SQS queues with threads; each thread delivers one message at a time."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Deliver = Callable[["MessageTypeDef"], None]
WAIT_SECONDS = 20
"""How long one poll waits for a message; SQS's maximum."""
RETRY_SECONDS = 1
"""When a message returns after an interrupted delivery; the events queue would hide it for hours."""

LOGGER = logging.getLogger(__name__)


class Pollers:
    """A thread for each delivery; `deliveries` maps queue URLs to deliveries."""

    def __init__(self, sqs: "SQSClient", deliveries: Mapping[str, Sequence[Deliver]]) -> None:
        self._sqs = sqs
        self._queue_urls = list(deliveries)
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._poll, args=(url, lock, deliver), daemon=True)
            for url, lock in ((url, threading.Lock()) for url in deliveries)
            for deliver in deliveries[url]
        ]

    def start(self) -> None:
        """Start polling."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop polling, and wait for deliveries in progress."""
        self._stopping.set()
        for url in self._queue_urls:
            self._sqs.send_message(QueueUrl=url, MessageBody="wakes a waiting poll")
        for thread in self._threads:
            thread.join()

    def _poll(self, queue_url: str, receiving: threading.Lock, deliver: Deliver) -> None:
        while not self._stopping.is_set():
            try:
                # one receiver at a time: moto can give two the same message
                with receiving:
                    messages = self._receive(queue_url)
                for message in messages:
                    self._deliver(queue_url, message, deliver)
            except Exception:
                # keep polling, as any SQS consumer does
                LOGGER.exception("A message could not be delivered")

    def _receive(self, queue_url: str) -> "Sequence[MessageTypeDef]":
        if self._stopping.is_set():
            return []
        response = self._sqs.receive_message(
            QueueUrl=queue_url, MessageSystemAttributeNames=["All"], WaitTimeSeconds=WAIT_SECONDS
        )
        return [] if self._stopping.is_set() else response.get("Messages", [])

    def _deliver(self, queue_url: str, message: "MessageTypeDef", deliver: Deliver) -> None:
        try:
            deliver(message)
        except Exception:
            self._sqs.change_message_visibility(
                QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=RETRY_SECONDS
            )
            raise
