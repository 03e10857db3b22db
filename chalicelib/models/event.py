"""What is told to others."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something has become of an image, at `time`.

    `type` is EventBridge's detail type, `detail` a JSON object: the image's document and what belongs to
    the event itself. The same outcome has the same `id`, however often it is told.
    """

    id: str
    type: str
    time: datetime
    detail: str
