"""Verify the webhooks that a service sends when an image is ready, failed or deleted.

They follow the Standard Webhooks specification: https://www.standardwebhooks.com
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec
from standardwebhooks import Webhook, WebhookVerificationError

from darkroom.errors import InvalidWebhook
from darkroom.image import Image

_WITH_IMAGE = frozenset({"image.ready", "image.failed", "image.deleted", "variant.expired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventImage(Image):
    """The state of an image at the time of an event.

    Repeated deliveries of an event have the same `event_id`. The largest `revision` is the newest state.
    `cdn` is `pending` if a CDN may still serve copies of deleted files, otherwise `done`.
    """

    event_id: str
    revision: int
    owner: str
    cdn: Literal["pending", "done"] = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """A verified webhook.

    `type` is `image.ready`, `image.failed`, `image.deleted`, `image.erased`, `variant.expired` or `test`. The
    events `image.erased` and `test` have no `image`. `data` is the event's data as it was sent, such as the
    report about an erasure.
    """

    type: str
    timestamp: datetime
    image: EventImage | None
    data: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    type: str
    timestamp: datetime
    data: msgspec.Raw


class Headers(Protocol):
    """The headers of a request: a mapping, or what frameworks and `http.server` have in its place."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return the names and values."""


def verify(body: bytes, headers: Headers, secret: str) -> WebhookEvent:
    """Verify a webhook's signature and age, and return its event. Raises InvalidWebhook.

    `body` is the raw request body; `secret` is the endpoint's secret (`whsec_…`), which `webhook set` prints.
    Raises ValueError if the secret is empty.
    """
    if not secret:
        raise ValueError("The webhook secret is empty. Use the secret that `webhook set` printed.")
    try:
        Webhook(secret).verify(body, dict(headers.items()), json_parse=False)
    except (WebhookVerificationError, ValueError) as error:
        raise InvalidWebhook(f"The webhook signature is not valid: {error}") from error
    try:
        message = msgspec.json.decode(body, type=_Message)
        has_image = message.type in _WITH_IMAGE
        image = _image(message.data) if has_image else None
        data = msgspec.json.decode(message.data, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise InvalidWebhook(f"The webhook is signed, but it is not a Darkroom event: {error}") from error
    return WebhookEvent(type=message.type, timestamp=message.timestamp, image=image, data=data)


def _image(data: msgspec.Raw) -> EventImage:
    document = msgspec.json.decode(data, type=dict[str, Any])
    return replace(msgspec.json.decode(data, type=EventImage), document=document, _wait=None)
