"""Ports of the webhooks package: protocols that adapters implement without inheriting from them."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from chalicelib.models import Endpoint, EndpointHealth, EndpointResponse, ListedEndpoint


class EndpointStore(Protocol):
    """The table of webhook endpoints, one for each owner."""

    def get(self, owner: str) -> Endpoint | None:
        """Return the owner's endpoint, None if there is none. Raises ServiceUnavailable."""

    def save(self, endpoint: Endpoint) -> None:
        """Save the endpoint, replacing the owner's previous one. Raises ServiceUnavailable."""

    def update_health(self, endpoint: Endpoint, health: EndpointHealth) -> bool:
        """Replace the endpoint's health, if its URL and health are unchanged; return whether they were.

        Raises ServiceUnavailable.
        """

    def mark_gone(self, endpoint: Endpoint) -> None:
        """Mark the endpoint as gone, unless its URL has changed since. Raises ServiceUnavailable."""

    def remove(self, owner: str) -> bool:
        """Delete the endpoint; return False if there is none. Raises ServiceUnavailable."""

    def list(self) -> Iterator[ListedEndpoint]:
        """Yield all endpoints. The order is undefined. Raises ServiceUnavailable."""


class WebhookClient(Protocol):
    """The HTTP client that sends webhooks."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> EndpointResponse:
        """Send a POST request and return the response. Raises DeliveryFailed if there is no response."""


class WebhookQueue(Protocol):
    """The queue that holds webhooks until they are delivered."""

    def extend_visibility(self, receipt: str, seconds: int) -> None:
        """Hide the message for this many seconds from now. Raises ServiceUnavailable."""
