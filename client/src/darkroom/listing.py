"""List images page by page."""

import itertools
from collections.abc import Iterator, Mapping

from darkroom import documents
from darkroom.api import Api
from darkroom.image import Image

_PAGE = 100  # the largest page that the service returns


def images(
    api: Api, filters: Mapping[str, str | None], limit: int | None, wait: documents.Wait
) -> Iterator[Image]:
    """Yield at most `limit` images, fetching pages as needed."""
    return itertools.islice(_pages(api, filters, min(limit or _PAGE, _PAGE), wait), limit)


def _pages(
    api: Api, filters: Mapping[str, str | None], page_size: int, wait: documents.Wait
) -> Iterator[Image]:
    cursor = None
    while True:
        page = documents.page(api.get("/images", **filters, limit=page_size, cursor=cursor), wait)
        yield from page.images
        cursor = page.next_cursor
        if cursor is None:
            return
