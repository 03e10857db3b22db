"""The documents of events: the image's document plus the event's own fields."""

from collections import Counter
from typing import Self

import msgspec
from msgspec import structs

from chalicelib.api.documents import ImageDocument
from chalicelib.api.erasure_documents import ErasureEventDocument
from chalicelib.api.event_fields import CdnState, event_fields
from chalicelib.api.links import Links, UrlOf
from chalicelib.domain import keys
from chalicelib.domain.erasure import is_erased
from chalicelib.domain.kept_data import DataLifetimes
from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.models import Event, Image, Status

# Bytes. EventBridge accepts 256 KB, including its own fields.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
MAX_BYTES = 240_000

_TYPES = {Status.READY: "Image Ready", Status.FAILED: "Image Failed", Status.DELETED: "Image Deleted"}


class EventDocument(ImageDocument, kw_only=True):
    """An outcome of an image. Duplicates share an `event_id`; a higher `revision` is newer.

    `expired` are the names of the presets whose variants have ended, empty in events about other changes.
    `cdn` is `pending` if a CDN may still serve copies of deleted or rejected files, otherwise `done`.
    """

    event_id: str
    revision: int
    owner: str
    expired: tuple[str, ...]
    cdn: CdnState

    @classmethod
    def of_outcome(cls, image: Image, links: Links, *, with_cdn: bool) -> Self:
        """Build the document of a finalized record."""
        return cls(
            **structs.asdict(ImageDocument.of(image, links)),
            **event_fields(image, with_cdn=with_cdn),
            expired=image.expired_variants,
        )


def describe(
    image: Image,
    url_of: UrlOf | None,
    lifetimes: DataLifetimes,
    *,
    kernel: bool,
    on_demand: OnDemandUrls | None = None,
) -> Event:
    """Build the event about the outcome of an image.

    `url_of` returns the URLs of a CDN, which are permanent. Without it, the event has URLs of the API. Signed
    URLs would expire before some consumers read the event, and would give access to anyone who can read a
    stored event. A document that exceeds MAX_BYTES has neither variants nor sources; consumers can get them
    from the API. `kernel` says whether images are rendered with the compiled kernel. `on_demand` are the URLs
    of a CDN, too.
    """
    with_cdn = url_of is not None
    if is_erased(image) and image.status is Status.DELETED:
        return _of_erasure(image, lifetimes, with_cdn=with_cdn)
    links = Links(url_of=url_of or _api_urls(image), kernel=kernel, on_demand=on_demand)
    document = EventDocument.of_outcome(image, links, with_cdn=with_cdn)
    detail = msgspec.json.encode(document)
    if len(detail) > MAX_BYTES:
        detail = msgspec.json.encode(structs.replace(document, variants=(), sources=(), srcset="", html=""))
    return Event(id=document.event_id, type=_type(image), time=image.updated_at, detail=detail.decode())


def _type(image: Image) -> str:
    return "Variant Expired" if image.expired_variants else _TYPES[image.status]


def _of_erasure(image: Image, lifetimes: DataLifetimes, *, with_cdn: bool) -> Event:
    document = ErasureEventDocument.of_tombstone(image, lifetimes, with_cdn=with_cdn)
    detail = msgspec.json.encode(document).decode()
    return Event(id=document.event_id, type="Image Erased", time=image.updated_at, detail=detail)


def _api_urls(image: Image) -> UrlOf:
    """Return URLs relative to the API's base URL, which redirect to the current file of each variant.

    Variants in several formats share the name of their preset, so their URLs have an extension.
    """
    formats = Counter(variant.name for variant in image.variants)
    names = {
        variant.key: variant.name
        if formats[variant.name] == 1
        else f"{variant.name}.{keys.extension(variant.key)}"
        for variant in image.variants
    }
    return lambda key: f"images/{image.id}/variants/{names[key]}"
