import threading
from typing import TYPE_CHECKING

import pytest

from local.poller import Pollers
from local.resources import HIDDEN_SECONDS
from tests.conftest import Aws

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

pytestmark = pytest.mark.timeout(30)


class FailsOnce:
    """A delivery that fails the first time."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.done = threading.Event()

    def __call__(self, message: "MessageTypeDef") -> None:
        self.bodies.append(message["Body"])
        if len(self.bodies) == 1:
            raise ConnectionError("connection lost")
        self.done.set()


def test_a_message_returns_soon_after_a_failed_delivery(aws: Aws) -> None:
    sqs, deliver = aws.clients.sqs, FailsOnce()
    url = sqs.create_queue(QueueName="poller", Attributes={"VisibilityTimeout": str(HIDDEN_SECONDS)})[
        "QueueUrl"
    ]
    pollers = Pollers(sqs, {url: [deliver]})
    pollers.start()
    try:
        sqs.send_message(QueueUrl=url, MessageBody="image")
        assert deliver.done.wait(10)
    finally:
        pollers.stop()
    assert deliver.bodies == ["image", "image"]
