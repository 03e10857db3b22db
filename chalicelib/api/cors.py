"""Cross-origin requests: answered for the configured origins, and for no other.

Chalice's own `cors=` knows one fixed origin, and leaves its headers off errors.
https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Collection, Mapping

from chalice.app import Request, Response

# What a page may send along with a request, and what it may read of an answer.
_REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
_ANSWER_HEADERS = "ETag, Location, Retry-After"
# Seconds for which a browser need not ask again.
_MAX_AGE = "600"


def headers(request: Request, response: Response, allowed: Collection[str]) -> Mapping[str, str]:
    """Return the headers by which a browser lets the page of an allowed origin read an answer."""
    if not allowed:
        return {}
    origin: str | None = request.headers.get("origin")
    # The answer depends on the origin even where this one gets nothing.
    varying = {"Vary": "Origin"}
    if origin is None or origin not in allowed:
        return varying
    granted = {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _ANSWER_HEADERS}
    return {**varying, **granted, **_preflight(request, response)}


def _preflight(request: Request, response: Response) -> Mapping[str, str]:
    if request.method != "OPTIONS":
        return {}
    return {
        "Access-Control-Allow-Methods": str(response.headers["Allow"]),
        "Access-Control-Allow-Headers": _REQUEST_HEADERS,
        "Access-Control-Max-Age": _MAX_AGE,
    }
