"""Use case: deliver the webhooks in the queue to their owners' endpoints."""

import zlib
from enum import StrEnum
from http import HTTPStatus

from msgspec import Struct

from chalicelib.errors import DeliveryFailed, DeliveryPostponed
from chalicelib.models import Delivery
from chalicelib.webhooks.attempts import Attempts
from chalicelib.webhooks.ports import EndpointStore, WebhookQueue

# Seconds before each retry: the schedule of Standard Webhooks, limited by SQS, which hides a message for at
# most 12 hours.
_HOURS = 3_600
DELAYS = (5, 300, 1_800, 2 * _HOURS, 5 * _HOURS, 10 * _HOURS, 10 * _HOURS)
MAX_ATTEMPTS = len(DELAYS) + 1
MAX_DELAY = 11 * _HOURS

# Each delay is extended by up to a tenth, so that webhooks that failed together are not retried together.
_JITTER = 0.1


def retry_delay(attempt: int, webhook_id: str, retry_after: int | None) -> int:
    """Return the seconds to wait after this attempt, counted from 1; 0 after the last attempt.

    `retry_after` is what the endpoint asked for, in seconds. It can lengthen the delay, not shorten it.
    """
    if attempt >= MAX_ATTEMPTS:
        return 0
    base = DELAYS[attempt - 1]
    fraction = zlib.crc32(webhook_id.encode()) / 2**32
    return min(max(round(base * (1 + fraction * _JITTER)), retry_after or 0), MAX_DELAY)


class Outcome(StrEnum):
    """How a delivery ended, if it needs no retry. `unwanted` means that the owner has no active endpoint."""

    DELIVERED = "delivered"
    UNWANTED = "unwanted"
    GONE = "gone"


class Webhooks(Struct, frozen=True, kw_only=True):
    """Delivers webhooks from the queue at least once, in any order, until the retry schedule ends."""

    endpoints: EndpointStore
    attempts: Attempts
    queue: WebhookQueue

    def deliver(self, delivery: Delivery) -> Outcome:
        """Make one attempt, unless the endpoint is paused or busy.

        If this raises DeliveryFailed or DeliveryPostponed, the queue delivers the message again later.
        """
        webhook = delivery.webhook
        endpoint = self.endpoints.get(webhook.owner)
        if endpoint is None or endpoint.gone:
            return Outcome.UNWANTED
        try:
            response = self.attempts.make(endpoint, webhook)
        except (DeliveryFailed, DeliveryPostponed) as error:
            seconds = retry_delay(delivery.attempt, webhook.id, error.retry_after)
            self.queue.extend_visibility(delivery.receipt, seconds)
            raise
        if response.status == HTTPStatus.GONE:
            self.endpoints.mark_gone(endpoint)
            return Outcome.GONE
        return Outcome.DELIVERED
