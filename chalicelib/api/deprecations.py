"""Operations that a later major version will not have, and the headers that say so in each response."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import format_datetime
from types import MappingProxyType

from msgspec import Struct


class Deprecation(Struct, frozen=True, kw_only=True):
    """An operation is deprecated `since` a day and gone on the day `sunset`. `link` explains what to use."""

    since: date
    sunset: date
    link: str


DEPRECATED: Mapping[tuple[str, str], Deprecation] = MappingProxyType({})
"""By method and path, as in `api.openapi_operations`. docs/reference/stability.md says when they may go."""


def headers(
    method: str, path: str, deprecated: Mapping[tuple[str, str], Deprecation] = DEPRECATED
) -> dict[str, str]:
    """Return the headers of an operation: RFC 9745 (Deprecation) and RFC 8594 (Sunset)."""
    found = deprecated.get((method.lower(), path))
    if found is None:
        return {}
    return {
        "Deprecation": f"@{int(_midnight(found.since).timestamp())}",
        "Sunset": format_datetime(_midnight(found.sunset), usegmt=True),
        "Link": f'<{found.link}>; rel="deprecation"; type="text/html"',
    }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
