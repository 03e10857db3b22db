"""Webhooks, checked: what a service calls with when a picture is ready, failed or deleted.

The scheme is Standard Webhooks: https://www.standardwebhooks.com
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from standardwebhooks import Webhook, WebhookVerificationError

from darkroom.errors import InvalidWebhook
from darkroom.models import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Image):
    """A picture as it stands after something became of it.

    The same outcome has the same `event_id`, however often it is told; the largest `revision` is the newest.
    """

    event_id: str
    revision: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """`type` is `image.ready`, `image.failed`, `image.deleted`, or `test`, which is about no picture."""

    type: str
    timestamp: datetime
    image: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    type: str
    timestamp: datetime
    data: msgspec.Raw


def verify(body: bytes, headers: Mapping[str, str], secret: str) -> WebhookEvent:
    """Check the signature and that it is fresh, and return what the webhook says. Raises InvalidWebhook.

    `body` is the request's own bytes, `secret` what the operator was given for this endpoint (`whsec_…`).
    """
    if not secret:
        raise ValueError("The webhook's secret is empty; `webhook set` has printed it")
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError) as error:
        raise InvalidWebhook(f"The webhook is not genuine: {error}") from error
    try:
        message = msgspec.json.decode(body, type=_Message)
        told = message.type.startswith("image.")
        image = msgspec.json.decode(message.data, type=Outcome) if told else None
    except msgspec.DecodeError as error:
        raise InvalidWebhook(f"The webhook is signed, but no event of Darkroom's: {error}") from error
    return WebhookEvent(type=message.type, timestamp=message.timestamp, image=image)
