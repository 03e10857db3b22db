"""The fields that the documents of all events have."""

from typing import Literal, TypedDict

from chalicelib.domain.transitions import leaves_copies
from chalicelib.models import Image

CdnState = Literal["pending", "done"]


class EventFields(TypedDict):
    """The id and the revision of an event, its image's owner, and whether a CDN may still serve copies."""

    event_id: str
    revision: int
    owner: str
    cdn: CdnState


def event_fields(image: Image, *, with_cdn: bool) -> EventFields:
    """Return the fields of the event about the outcome of an image."""
    return EventFields(
        event_id=f"{image.id}-{image.revision}",
        revision=image.revision,
        owner=image.pending_event_for or image.owner,
        cdn="pending" if with_cdn and leaves_copies(image) else "done",
    )
