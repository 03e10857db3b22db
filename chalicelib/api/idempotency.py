"""`Idempotency-Key`: a request takes effect once, however often a client retries it.

https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header-07
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chalice.app import Request, Response

from chalicelib.errors import InvalidField

HEADER = "Idempotency-Key"

# The draft requires a quoted string, but most clients send the key without quotes.
_KEY = re.compile(r'"([ !#-\[\]-~]{1,255})"|([!#-\[\]-~]{1,255})')


class IdempotencyStore(Protocol):
    """Stores responses by key."""

    def run_once(
        self, key: tuple[str, ...], body: str, run: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """Return what `run` returns, or what it returned for this key before. Errors are not stored.

        Raises IdempotencyKeyReused, RequestInProgress, ServiceUnavailable, and whatever `run` raises.
        """
        ...


def respond_once(
    request: Request, owner: str, store: Callable[[], IdempotencyStore], respond: Callable[[], Response]
) -> Response:
    """Return the response of `respond`, or replay its earlier response to the owner's same request.

    Raises InvalidField, and whatever `IdempotencyStore.run_once` raises.
    """
    header: str | None = request.headers.get(HEADER)
    if header is None:
        return respond()
    match = _KEY.fullmatch(header.strip())
    if match is None:
        raise InvalidField(f"{HEADER} is invalid. Send 1 to 255 ASCII characters, such as a UUID.", HEADER)
    key = (owner, f"{request.method} {request.path}", match[1] or match[2])
    stored = store().run_once(key, _text(request.raw_body), lambda: _stored(respond()))
    return Response(**stored)


def _stored(response: Response) -> dict[str, Any]:
    return {
        "body": response.body,
        "headers": dict(response.headers),
        "status_code": response.status_code,
    }


def _text(body: bytes | str) -> str:
    return body.decode(errors="replace") if isinstance(body, bytes) else body
