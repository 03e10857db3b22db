"""The documents of events: the image's own, and what belongs to the event itself."""

from typing import Self

import msgspec

from chalicelib.api.documents import ImageDocument, UrlOf
from chalicelib.models import Event, Image, Status

# EventBridge takes 256 KB in all, and counts its own fields in.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
MAX_BYTES = 240_000

_TYPES = {Status.READY: "Image Ready", Status.FAILED: "Image Failed", Status.DELETED: "Image Deleted"}


class EventDocument(ImageDocument, kw_only=True):
    """One outcome: `event_id` tells a repetition, `revision` the order of the outcomes of one image."""

    event_id: str
    revision: int
    owner: str

    @classmethod
    def of_outcome(cls, image: Image, url_of: UrlOf) -> Self:
        """Build the document of a finalized record."""
        document = ImageDocument.of(image, url_of)
        return cls(
            **{name: getattr(document, name) for name in document.__struct_fields__},
            event_id=f"{image.id}-{image.revision}",
            revision=image.revision,
            owner=image.pending_event_for or image.owner,
        )


def describe(image: Image, url_of: UrlOf | None) -> Event:
    """Describe what became of an image. `url_of` is for URLs that stay; without one, addresses do.

    A signed URL would be worthless by the time that some read the event, and a secret wherever it is kept.
    A document that no event can hold goes without its variants: whoever needs them asks the API.
    """
    document = EventDocument.of_outcome(image, url_of or _addresses(image))
    detail = msgspec.json.encode(document)
    if len(detail) > MAX_BYTES:
        detail = msgspec.json.encode(msgspec.structs.replace(document, variants=(), srcset=""))
    return Event(
        id=document.event_id, type=_TYPES[image.status], time=image.updated_at, detail=detail.decode()
    )


def _addresses(image: Image) -> UrlOf:
    """Return each variant's place in the API, relative to its base URL: it redirects to the current file."""
    places = {variant.key: f"images/{image.id}/variants/{variant.name}" for variant in image.variants}
    return places.__getitem__
