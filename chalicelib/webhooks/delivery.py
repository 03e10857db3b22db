"""Use case: a principal that wants to be called is called, with a signature that it can check.

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
    """What became of a webhook that is not to be tried again."""

    DELIVERED = "delivered"
    UNWANTED = "unwanted"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Signs and sends, once."""

    sender: WebhookClient
    clock: Clock

    def call(self, endpoint: Endpoint, webhook: Webhook) -> EndpointResponse:
        """Return an answer of 2xx, or 410, which is for good; anything else raises DeliveryFailed."""
        response = self.sender.post(endpoint.url, self._headers(endpoint, webhook), webhook.body)
        status = response.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status == HTTPStatus.GONE:
            return response
        redirect = "; redirects are not followed" if 300 <= status < 400 else ""  # noqa: PLR2004 - 3xx
        raise DeliveryFailed(f"The endpoint answered {status}{redirect}", response.retry_after)

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
    """Delivers what comes from the queue: at least once, in no order, for as long as the schedule lasts."""

    endpoints: EndpointStore
    caller: Caller
    queue: WebhookQueue

    def deliver(self, delivery: Delivery) -> Outcome:
        """Try once; before it raises DeliveryFailed, the message is put off until the next attempt."""
        webhook = delivery.webhook
        endpoint = self.endpoints.get(webhook.owner)
        if endpoint is None or endpoint.gone:
            return Outcome.UNWANTED
        try:
            response = self.caller.call(endpoint, webhook)
        except DeliveryFailed as error:
            seconds = backoff.wait(delivery.attempt, webhook.id, error.retry_after)
            self.queue.extend_visibility(delivery.receipt, seconds)
            raise
        if response.status == HTTPStatus.GONE:
            self.endpoints.mark_gone(endpoint)
            return Outcome.GONE
        return Outcome.DELIVERED
