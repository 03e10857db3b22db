"""Sign a webhook and send it to an endpoint.

The scheme is Standard Webhooks: https://www.standardwebhooks.com
"""

from collections.abc import Mapping
from http import HTTPStatus

from msgspec import Struct
from standardwebhooks import Webhook as Signer

from chalicelib import VERSION
from chalicelib.errors import DeliveryFailed
from chalicelib.models import Endpoint, EndpointResponse, Webhook
from chalicelib.ports import Clock
from chalicelib.webhooks.ports import WebhookClient


class WebhookSender(Struct, frozen=True, kw_only=True):
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
            "User-Agent": f"Darkroom-Webhooks/{VERSION}",
            "webhook-id": webhook.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }
