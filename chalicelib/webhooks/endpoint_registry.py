"""Use cases of the operator: set, list, remove and test webhook endpoints."""

import base64
from collections.abc import Callable, Sequence

from msgspec import Struct

from chalicelib.errors import EndpointNotFound
from chalicelib.models import Endpoint, ListedEndpoint
from chalicelib.ports import Clock
from chalicelib.webhooks import messages
from chalicelib.webhooks.ports import EndpointStore
from chalicelib.webhooks.sender import WebhookSender

# Bytes. Standard Webhooks requires 24 to 64.
_SECRET_BYTES = 32


class EndpointRegistry(Struct, frozen=True, kw_only=True):
    """Manages one endpoint for each owner. `check_url` raises UnusableUrl; `random(n)` returns n bytes."""

    endpoints: EndpointStore
    sender: WebhookSender
    check_url: Callable[[str], None]
    clock: Clock
    random: Callable[[int], bytes]

    def set(self, owner: str, url: str) -> Endpoint:
        """Save the owner's endpoint with a new secret, replacing any previous one. Raises UnusableUrl."""
        self.check_url(url)
        secret = base64.b64encode(self.random(_SECRET_BYTES)).decode()
        endpoint = Endpoint(owner=owner, url=url, secret=f"whsec_{secret}")
        self.endpoints.save(endpoint)
        return endpoint

    def list(self) -> Sequence[ListedEndpoint]:
        """Return all endpoints, sorted by owner. Raises ServiceUnavailable."""
        return sorted(self.endpoints.list(), key=lambda endpoint: endpoint.owner)

    def remove(self, owner: str) -> None:
        """Remove the owner's endpoint. Raises EndpointNotFound."""
        if not self.endpoints.remove(owner):
            raise EndpointNotFound(f"{owner!r} has no webhook. `webhook list` shows who has one.")

    def test(self, owner: str) -> int:
        """Send a test webhook from this machine; return the response's status.

        Raises EndpointNotFound, DeliveryFailed.
        """
        endpoint = self.endpoints.get(owner)
        if endpoint is None:
            raise EndpointNotFound(f"{owner!r} has no webhook. Create one with `webhook set`.")
        return self.sender.send(endpoint, messages.test(owner, self.clock())).status
