"""List images page by page."""

from collections.abc import Mapping, Sequence

from darkroom import documents
from darkroom.api import Api
from darkroom.flows import Flow
from darkroom.image import Image

_PAGE = 100  # the largest page that the service returns


class Listing:
    """At most `limit` images that a filter selects. It is `complete` once all pages are fetched."""

    def __init__(
        self,
        api: Api,
        filters: Mapping[str, str | None],
        limit: int | None,
        wait: documents.Wait | None,
    ) -> None:
        if limit is not None and limit < 0:
            raise ValueError("`limit` must be 0 or more.")
        self._api = api
        self._filters = filters
        self._page_size = min(limit or _PAGE, _PAGE)
        self._left = limit
        self._wait = wait
        self._cursor: str | None = None
        self.complete = limit == 0

    def next_page(self) -> Flow[Sequence[Image]]:
        """Fetch one more page and return its images; there may be none."""
        response = yield from self._api.get(
            "/images", **self._filters, limit=self._page_size, cursor=self._cursor
        )
        page = documents.page(response, self._wait)
        images = page.images[: self._left]
        self._cursor = page.next_cursor
        if self._left is not None:
            self._left -= len(images)
        self.complete = self._cursor is None or self._left == 0
        return [image for image in images if self._is_wanted(image)]

    def _is_wanted(self, image: Image) -> bool:
        """Check the filter that an older service does not know."""
        external_id = self._filters.get("external_id")
        return external_id is None or image.metadata.external_id == external_id
