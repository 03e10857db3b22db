"""What webhooks need from outside. Adapters fit by shape, as those of chalicelib.ports."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from chalicelib.models import Endpoint, EndpointResponse


class EndpointStore(Protocol):
    """Who wants to be called, and where."""

    def get(self, owner: str) -> Endpoint | None:
        """Return the principal's endpoint, if it has one. Raises ServiceUnavailable."""
        ...

    def save(self, endpoint: Endpoint) -> None:
        """Write it, in the place of the one before. Raises ServiceUnavailable."""
        ...

    def mark_gone(self, endpoint: Endpoint) -> None:
        """Note that nobody is there, unless another one has been saved since. Raises ServiceUnavailable."""
        ...

    def remove(self, owner: str) -> bool:
        """Forget the endpoint; False means that there was none. Raises ServiceUnavailable."""
        ...

    def list(self) -> Iterator[tuple[str, str, bool]]:
        """Yield each owner, URL and whether it is gone, in no order, and no secrets."""
        ...


class WebhookClient(Protocol):
    """The way to an endpoint."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> EndpointResponse:
        """POST and return what was answered, whatever it is. Raises DeliveryFailed where nothing was."""
        ...


class WebhookQueue(Protocol):
    """The queue that webhooks come from."""

    def extend_visibility(self, receipt: str, seconds: int) -> None:
        """Let the message come back after so many seconds from now. Raises ServiceUnavailable."""
        ...
