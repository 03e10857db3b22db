"""Decides which requests the local stack accepts from web pages.

Any website can send requests to this machine's ports, and the emulated AWS checks no signature. Browsers say
in `Origin` and `Sec-Fetch-Site` which page sends a request, and scripts cannot change these headers. Other
clients send neither of them. A `Host` that is not this machine's is a website whose name was pointed here
(DNS rebinding), whose requests are of the same origin for the browser.

https://fetch.spec.whatwg.org/#forbidden-request-header
https://www.w3.org/TR/fetch-metadata/
"""

import re
from collections.abc import Collection, Mapping
from typing import Protocol

from msgspec import Struct

_HOSTS = ("127.0.0.1", "localhost")
# The user opened the URL, or the page has the server's own origin.
_BY_THE_USER = "none"
_SAME_ORIGIN = "same-origin"
# The upload component, which pages of all origins may load.
_FOR_ANY_PAGE = re.compile(r"/embed/\w[\w.]*/\w[\w.]*", re.ASCII)


class Headers(Protocol):
    """A request's headers."""

    def get(self, key: str, /) -> str | None:
        """Return the value of a header, whose name is compared without case, or None."""


class RequestSource(Struct, frozen=True):
    """The request headers that tell where a request comes from; None for those that are missing."""

    host: str | None
    origin: str | None
    site: str | None

    @classmethod
    def of(cls, headers: Headers) -> "RequestSource":
        """Read the headers of a request."""
        return cls(headers.get("Host"), headers.get("Origin"), headers.get("Sec-Fetch-Site"))

    @property
    def is_page(self) -> bool:
        """Return whether a page sends the request."""
        return self.origin is not None or self.site not in {None, _BY_THE_USER}


def page_origins(port: int, environment: Mapping[str, str]) -> frozenset[str]:
    """Return the origins whose pages may use the stack: the API's on this port, and `CORS_ORIGINS`."""
    listed = environment.get("CORS_ORIGINS", "").split(",")
    own = (f"http://{name}:{port}" for name in _HOSTS)
    return frozenset((*own, *filter(None, map(str.strip, listed))))


def foreign_host(source: RequestSource, port: int) -> str | None:
    """Return why the server on this port refuses the request's `Host`, or None if it accepts it."""
    if source.host in {f"{name}:{port}" for name in _HOSTS}:
        return None
    return f"The local stack responds only to {' and '.join(_HOSTS)} on port {port}, not to {source.host!r}"


def is_for_any_page(target: str) -> bool:
    """Return whether pages of all origins may request this path, which includes the query."""
    return _FOR_ANY_PAGE.fullmatch(target) is not None


def foreign_origin(source: RequestSource, origins: Collection[str]) -> str | None:
    """Return why the API refuses the page that sends the request, or None if it accepts it."""
    if source.origin in origins or (
        source.origin is None and source.site in {None, _BY_THE_USER, _SAME_ORIGIN}
    ):
        return None
    return refusal(source)


def refusal(source: RequestSource) -> str:
    """Return the message for a page that may not send this request."""
    page = f"the page's origin, {source.origin}," if source.origin else "the page's origin"
    return (
        "The local stack refuses this request of a web page;"
        f" to let the page upload and call the API, add {page} to CORS_ORIGINS and start the stack again"
    )
