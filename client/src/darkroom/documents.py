"""Decode the service's responses, and keep what this version of the client does not know."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from darkroom.api import parsed
from darkroom.image import Image, ImagePage
from darkroom.messages import Response, retry_after
from darkroom.models import Presets

Wait = Callable[..., Image]


def image(response: Response, wait: Wait | None) -> Image:
    """Decode an image, whose method `wait` then calls `wait`, unless it is None. Raises InvalidResponse."""
    seconds = retry_after(response.headers)
    return replace(parsed(response, Image), document=whole(response), retry_after=seconds, _wait=wait)


def page(response: Response, wait: Wait | None) -> ImagePage:
    """Decode a page of images. Raises InvalidResponse."""
    decoded = parsed(response, ImagePage)
    documents = whole(response)["images"]
    images = (
        replace(each, document=document, _wait=wait)
        for each, document in zip(decoded.images, documents, strict=True)
    )
    return replace(decoded, images=tuple(images))


def presets(response: Response) -> Presets:
    """Decode the service's presets. Raises InvalidResponse."""
    decoded = parsed(response, Presets)
    documents = whole(response)["presets"]
    kept = (
        replace(each, document=document) for each, document in zip(decoded.presets, documents, strict=True)
    )
    return replace(decoded, presets=tuple(kept))


def whole(response: Response) -> dict[str, Any]:
    """Return all fields of a response that was decoded before."""
    return msgspec.json.decode(response.content, type=dict[str, Any])
