"""The paginators of the fake services. Their pages are small, so that there is more than one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 5


@dataclass(frozen=True)
class FakePaginator:
    """`listed` gets the request and returns all items, which are in `field` of each page."""

    field: str
    listed: Callable[..., Sequence[Any]]

    def paginate(self, **request: Any) -> Iterator[dict[str, Any]]:
        items = self.listed(**request)
        if not items:
            yield {} if self.field == "Contents" else {self.field: []}
        for start in range(0, len(items), PAGE_SIZE):
            yield {self.field: list(items[start : start + PAGE_SIZE])}
