"""Events about images, for subscribers."""

from datetime import datetime

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True):
    """An event about the outcome of an image.

    `type` is EventBridge's detail type. `detail` is a JSON object with the image and the event's own
    fields. The `id` is the same every time an event about the same outcome is published.
    """

    id: str
    type: str
    time: datetime
    detail: str
