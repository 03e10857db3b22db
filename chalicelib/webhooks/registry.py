"""Use cases of the operator: say who is called and where, and try it."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.errors import EndpointNotFound
from chalicelib.models import Endpoint
from chalicelib.ports import Clock
from chalicelib.webhooks import messages
from chalicelib.webhooks.delivery import Caller
from chalicelib.webhooks.ports import EndpointStore

# Standard Webhooks ask for 24 to 64 bytes.
_SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class EndpointRegistry:
    """One endpoint for each principal. `check_url` raises UnusableUrl, `random` gives so many bytes."""

    endpoints: EndpointStore
    caller: Caller
    check_url: Callable[[str], None]
    clock: Clock
    random: Callable[[int], bytes]

    def set(self, owner: str, url: str) -> Endpoint:
        """Save the endpoint with a new secret, in the place of the one before. Raises UnusableUrl."""
        self.check_url(url)
        secret = base64.b64encode(self.random(_SECRET_BYTES)).decode()
        endpoint = Endpoint(owner=owner, url=url, secret=f"whsec_{secret}")
        self.endpoints.save(endpoint)
        return endpoint

    def list(self) -> Sequence[tuple[str, str, bool]]:
        """Return each owner, URL, and whether the endpoint has said that it is gone."""
        return sorted(self.endpoints.list())

    def remove(self, owner: str) -> None:
        """Call the principal no more. Raises EndpointNotFound."""
        if not self.endpoints.remove(owner):
            raise EndpointNotFound(f"{owner!r} has no webhook; `webhook list` shows who has")

    def test(self, owner: str) -> int:
        """Call the endpoint, from here; return the status. Raises EndpointNotFound, DeliveryFailed."""
        endpoint = self.endpoints.get(owner)
        if endpoint is None:
            raise EndpointNotFound(f"{owner!r} has no webhook; `webhook set` gives it one")
        return self.caller.call(endpoint, messages.test(owner, self.clock())).status
