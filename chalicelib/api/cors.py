"""CORS: allow pages of the configured origins to call the API.

Chalice's own `cors=` supports a single origin only and omits the headers from error responses.
https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from chalice.app import Request, Response

# Headers that a page may send, and response headers that it may read.
_REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
_EXPOSED_HEADERS = "ETag, Location, Retry-After"
# The paths that pages of all origins may use. Responses to them are the same for everyone.
_FOR_ANY_PAGE = frozenset({"/embed/{version}/{name}"})
_ANY_PAGE = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        # Pages with `Cross-Origin-Embedder-Policy: require-corp` load nothing from other sites without it.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
)
# Seconds that browsers may cache the result of a preflight request.
_MAX_AGE = "600"


def headers(request: Request, response: Response, allowed: Collection[str]) -> Mapping[str, str]:
    """Return the CORS headers of a response. `allowed` are the configured origins."""
    if request.path in _FOR_ANY_PAGE:
        return _ANY_PAGE
    if not allowed:
        return {}
    origin: str | None = request.headers.get("origin")
    # Caches need Vary even for an origin that is not allowed, since the response depends on the origin.
    vary = {"Vary": "Origin"}
    if origin is None or origin not in allowed:
        return vary
    granted = {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED_HEADERS}
    return {**vary, **granted, **_preflight(request, response)}


def _preflight(request: Request, response: Response) -> Mapping[str, str]:
    if request.method != "OPTIONS":
        return {}
    return {
        "Access-Control-Allow-Methods": str(response.headers["Allow"]),
        "Access-Control-Allow-Headers": _REQUEST_HEADERS,
        "Access-Control-Max-Age": _MAX_AGE,
    }
