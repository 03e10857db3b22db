"""Use case: deliver a signed webhook to its owner's endpoint.

The scheme is Standard Webhooks: https://www.standardwebhooks.com
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from standardwebhooks import Webhook as Signer

from chalicelib.errors import DeliveryFailed
from chalicelib.models import Delivery, Endpoint, EndpointResponse, Webhook
from chalicelib.ports import Clock
from chalicelib.webhooks import backoff
from chalicelib.webhooks.ports import EndpointStore, WebhookClient, WebhookQueue


class Outcome(StrEnum):
    """How a delivery ended, if it needs no retry. `unwanted` means that the owner has no active endpoint."""

    DELIVERED = "delivered"
    UNWANTED = "unwanted"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class WebhookSender:
    """Signs a webhook and sends it once."""

    client: WebhookClient
    clock: Clock

    def send(self, endpoint: Endpoint, webhook: Webhook) -> EndpointResponse:
        """Return a response with status 2xx or 410 (Gone). Raises DeliveryFailed for any other status."""
        response = self.client.post(endpoint.url, self._headers(endpoint, webhook), webhook.body)
        status = response.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status == HTTPStatus.GONE:
            return response
        redirect = " Redirects are not followed." if 300 <= status < 400 else ""  # noqa: PLR2004 - 3xx
        raise DeliveryFailed(f"The endpoint responded with status {status}.{redirect}", response.retry_after)

    def _headers(self, endpoint: Endpoint, webhook: Webhook) -> Mapping[str, str]:
        now = self.clock()
        signature = Signer(endpoint.secret).sign(webhook.id, now, webhook.body.decode())
        return {
            "Content-Type": "application/json",
            "User-Agent": "Darkroom-Webhooks",
            "webhook-id": webhook.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """Delivers webhooks from the queue at least once, in any order, until the retry schedule ends."""

    endpoints: EndpointStore
    sender: WebhookSender
    queue: WebhookQueue

    def deliver(self, delivery: Delivery) -> Outcome:
        """Make one attempt. If it raises DeliveryFailed, the queue delivers the message again later."""
        webhook = delivery.webhook
        endpoint = self.endpoints.get(webhook.owner)
        if endpoint is None or endpoint.gone:
            return Outcome.UNWANTED
        try:
            response = self.sender.send(endpoint, webhook)
        except DeliveryFailed as error:
            seconds = backoff.delay(delivery.attempt, webhook.id, error.retry_after)
            self.queue.extend_visibility(delivery.receipt, seconds)
            raise
        if response.status == HTTPStatus.GONE:
            self.endpoints.mark_gone(endpoint)
            return Outcome.GONE
        return Outcome.DELIVERED
