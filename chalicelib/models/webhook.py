"""Webhooks and their endpoints."""

from msgspec import Struct


class EndpointHealth(Struct, frozen=True, kw_only=True):
    """How an endpoint has responded. Times are in Unix seconds.

    `failures` counts the attempts in a row that failed. Nothing is sent before `paused_until`. Before
    `slow_until`, few attempts are made at a time; `attempts_end` are the latest ends of those.
    """

    failures: int = 0
    paused_until: int = 0
    slow_until: int = 0
    attempts_end: tuple[int, ...] = ()


class ListedEndpoint(Struct, frozen=True, kw_only=True):
    """An endpoint without its secret."""

    owner: str
    url: str
    gone: bool
    health: EndpointHealth


class Endpoint(Struct, frozen=True, kw_only=True):
    """An owner's webhook URL, and the secret (`whsec_…`) that signs the webhooks.

    `gone` is set once the endpoint has returned 410 Gone.
    """

    owner: str
    url: str
    secret: str
    gone: bool = False
    health: EndpointHealth = EndpointHealth()

    def __repr__(self) -> str:
        """Return the endpoint without its secret."""
        return f"Endpoint(owner={self.owner!r}, url={self.url!r})"


class Webhook(Struct, frozen=True, kw_only=True):
    """One event for one owner. `body` is JSON, exactly as it is sent."""

    id: str
    owner: str
    body: bytes


class Delivery(Struct, frozen=True, kw_only=True):
    """One message from the webhook queue. `attempt` counts from 1; `receipt` is the SQS receipt handle."""

    webhook: Webhook
    attempt: int
    receipt: str


class EndpointResponse(Struct, frozen=True, kw_only=True):
    """An endpoint's response: the HTTP status, and the seconds from `Retry-After`, if it was sent."""

    status: int
    retry_after: int | None = None
