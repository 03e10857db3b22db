"""What is sent to whoever wants to be called."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a principal wants to be called, and the secret (`whsec_…`) that proves that it is us.

    `gone` is set once the endpoint has said that nobody is there any more (410).
    """

    owner: str
    url: str
    secret: str = field(repr=False)
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One event for one principal, as it is sent: `body` is JSON."""

    id: str
    owner: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of the webhooks' queue. `attempt` counts from 1, `receipt` names the message to SQS."""

    webhook: Webhook
    attempt: int
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointResponse:
    """What an endpoint has answered: the status, and the seconds that it asks to wait, if it does."""

    status: int
    retry_after: int | None = None
