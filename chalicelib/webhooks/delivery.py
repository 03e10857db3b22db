"""Use case: deliver the webhooks in the queue to their owners' endpoints."""

from enum import StrEnum
from http import HTTPStatus

from msgspec import Struct

from chalicelib.errors import DeliveryFailed, DeliveryPostponed
from chalicelib.models import Delivery
from chalicelib.webhooks import backoff
from chalicelib.webhooks.attempts import Attempts
from chalicelib.webhooks.ports import EndpointStore, WebhookQueue


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
            seconds = backoff.delay(delivery.attempt, webhook.id, error.retry_after)
            self.queue.extend_visibility(delivery.receipt, seconds)
            raise
        if response.status == HTTPStatus.GONE:
            self.endpoints.mark_gone(endpoint)
            return Outcome.GONE
        return Outcome.DELIVERED
