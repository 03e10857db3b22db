"""Examples of responses in the OpenAPI description, made by the code that makes the responses."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import msgspec
from msgspec import Struct

from chalicelib.api.documents import ImageDocument, PageDocument
from chalicelib.api.links import Links
from chalicelib.domain import keys
from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, ImageMetadata, OnDemandPolicy, Placeholder, Source, Status, Variant

_ID = "XtRhwCSULFMbTSrJ6jvWVgk2Q9xA"
_CREATED = datetime(2026, 1, 1, 12, tzinfo=UTC)
_SOURCE = Source(etag="0f343b0931126a20f133d67c2b018a3b", version_id="v1", size=4_167_727)
_POLICY = OnDemandPolicy(widths=(640, 1280))
_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@cache
def examples() -> Mapping[type[Struct], object]:
    """Return an example of each document that has one."""
    presets = Presets(presets=(), default=(), kernel=True, on_demand=_POLICY)
    on_demand = OnDemandUrls(base_url="https://cdn.example.com", presets=presets)
    links = Links(url_of=lambda key: f"https://cdn.example.com/{key}", kernel=True, on_demand=on_demand)
    image = ImageDocument.of(_image(), links)
    documents = (image, PageDocument(images=(image,), next_cursor=None))
    return {type(document): msgspec.to_builtins(document) for document in documents}


def _image() -> Image:
    return Image(
        id=_ID,
        key=f"images/{_ID}/cat.jpg",
        filename="cat.jpg",
        owner="alice",
        status=Status.READY,
        created_at=_CREATED,
        updated_at=_CREATED,
        content_type="image/jpeg",
        size=_SOURCE.size,
        source=_SOURCE,
        width=3024,
        height=4032,
        placeholder=Placeholder(thumbhash="1QcSHQRnh493V4dIh4eXh1h4kJUI", color="#aabbcc"),
        metadata=ImageMetadata(external_id="sku-1", tags=("pets",), alt="A cat", custom='{"shelf":7}'),
        variants=tuple(_variant(extension) for extension in _TYPES),
    )


def _variant(extension: str) -> Variant:
    return Variant(
        name="small",
        key=keys.output_key(_ID, keys.version(_SOURCE, ""), "small", extension),
        content_type=_TYPES[extension],
        width=600,
        height=800,
        size=50_000,
    )
