"""The documents of images, from Django's cache or from the service.

URLs in a document work for at least half of the service's URL_EXPIRES. A document is cached for half of that,
so that a page works for at least a quarter of URL_EXPIRES after it was made.
"""

import logging
from typing import Any

import msgspec
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache

from darkroom import DarkroomError, Image, NotFoundError
from darkroom.django import conf
from darkroom.django.clients import client
from darkroom.retry import single_attempt

LOGGER = logging.getLogger("darkroom.django")

# Seconds. An image that is not ready yet changes soon.
_UNFINISHED = 2
_MISSING = 60
# While the service does not answer, pages ask it only this often.
_UNAVAILABLE = 10
_UNAVAILABLE_KEY = "darkroom:unavailable"


def image(image_id: str) -> Image | None:
    """Return an image; None if it does not exist, or if the service is unavailable."""
    cache = _cache()
    document = cache.get(_key(image_id))
    if document is None:
        document = _fetched(image_id, cache)
    return msgspec.convert(document, Image) if document else None


def forget(image_id: str) -> None:
    """Remove an image that has changed from the cache."""
    _cache().delete(_key(image_id))


def _fetched(image_id: str, cache: BaseCache) -> dict[str, Any] | None:
    if cache.get(_UNAVAILABLE_KEY):
        return None
    try:
        with single_attempt():
            image = client().get(image_id)
    except NotFoundError:
        cache.set(_key(image_id), {}, _MISSING)
        return None
    except (DarkroomError, ValueError) as error:
        LOGGER.warning("Images are not shown, because the service is unavailable: %s", error)
        cache.set(_UNAVAILABLE_KEY, 1, _UNAVAILABLE)
        return None
    document = dict(image.document)
    cache.set(_key(image_id), document, _seconds(image))
    return document


def _seconds(image: Image) -> float:
    longest = conf.url_expires() / 4
    return longest if image.status.terminal else min(longest, _UNFINISHED)


def _key(image_id: str) -> str:
    return f"darkroom:image:{image_id}"


def _cache() -> BaseCache:
    return caches[conf.cache_alias()]
