"""The JSON documents of an image's metadata."""

from collections.abc import Mapping
from typing import Any, Self

import msgspec
from msgspec import Struct

from chalicelib.models import ImageMetadata


class MetadataDocument(Struct, kw_only=True):
    """What the owner says about the image. None of it is read from the file.

    `external_id` is the owner's own id of the image, `alt` the text for the `alt` attribute, and `custom` any
    JSON object.
    """

    external_id: str | None
    tags: tuple[str, ...]
    alt: str | None
    custom: Mapping[str, Any]

    @classmethod
    def of(cls, metadata: ImageMetadata | None) -> Self:
        """Build the document of an image's metadata. None counts as empty."""
        known = metadata or ImageMetadata()
        return cls(
            external_id=known.external_id,
            tags=known.tags,
            alt=known.alt,
            custom=msgspec.json.decode(known.custom or "{}", type=dict[str, Any]),
        )
