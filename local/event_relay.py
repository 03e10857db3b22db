"""Delivers events from SQS queues to the app's handlers with Lambda's guarantees.

Asynchronous invocation (S3 events): a time limit, two retries, then a record in the dead-letter queue.
SQS trigger (dead letters, webhooks): a message is deleted if its handler succeeds, and returns if not.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

import logging
from typing import TYPE_CHECKING

from msgspec import Struct

from local.aws import Queue
from local.event_formats import failure_record, s3_event, sqs_event
from local.lambda_function import Function, Invocation
from local.resources import UPLOAD_HANDLER, Resources

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

DEFERRED_HANDLER = "process_deferred"
ERASURE_HANDLER = "erase_images"
FAILURE_HANDLER = "process_failures"
INVALIDATION_HANDLER = "invalidate_cdn"
WEBHOOK_HANDLER = "deliver_webhook"

LOGGER = logging.getLogger(__name__)


class Limits(Struct, frozen=True):
    """Time limit and retry delays in seconds. Lambda's delays are 1 and 2 minutes."""

    timeout: float = 60
    retry_delays: tuple[int, ...] = (1, 2)


DEFAULT_LIMITS = Limits()


class AsynchronousInvocation:
    """Invokes the upload handler with a message of the events queue, then deletes or hides the message."""

    def __init__(
        self, sqs: "SQSClient", resources: Resources, function: Function, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self._sqs, self._resources, self._function, self._limits = sqs, resources, function, limits

    def __call__(self, message: "MessageTypeDef") -> None:
        """Make one attempt. SQS counts the attempts and hides the message until the next one."""
        attempt = int(message["Attributes"]["ApproximateReceiveCount"])
        # the message id is the same for all attempts, like Lambda's request id
        invocation = Invocation(
            UPLOAD_HANDLER, s3_event(message["Body"]), message["MessageId"], self._limits.timeout
        )
        outcome = self._function.invoke(invocation)
        if outcome.failed and not self._function.stopped:
            LOGGER.warning("%s, attempt %d: %s", UPLOAD_HANDLER, attempt, outcome.payload["errorMessage"])
        if outcome.failed and attempt <= len(self._limits.retry_delays):
            self._sqs.change_message_visibility(
                QueueUrl=self._resources.events.url,
                ReceiptHandle=message["ReceiptHandle"],
                VisibilityTimeout=self._limits.retry_delays[attempt - 1],
            )
            return
        if outcome.failed:
            record = failure_record(invocation, outcome, attempt)
            self._sqs.send_message(QueueUrl=self._resources.failures.url, MessageBody=record)
        self._sqs.delete_message(QueueUrl=self._resources.events.url, ReceiptHandle=message["ReceiptHandle"])


class QueueTrigger(Struct, frozen=True):
    """Invokes a handler with a message of its queue."""

    sqs: "SQSClient"
    queue: Queue
    handler: str
    function: Function
    limits: Limits = DEFAULT_LIMITS

    def __call__(self, message: "MessageTypeDef") -> None:
        """Delete the message if the handler succeeds; otherwise SQS delivers it again later."""
        event = sqs_event(message, self.queue.arn)
        outcome = self.function.invoke(
            Invocation(self.handler, event, message["MessageId"], self.limits.timeout)
        )
        if not outcome.failed:
            self.sqs.delete_message(QueueUrl=self.queue.url, ReceiptHandle=message["ReceiptHandle"])
        elif not self.function.stopped:
            LOGGER.warning("%s: %s", self.handler, outcome.payload["errorMessage"])
