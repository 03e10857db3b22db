"""`Idempotency-Key`: a request that is sent twice, since nobody knows whether it arrived, acts once.

https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header-07
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chalice.app import Request, Response

from chalicelib.errors import InvalidField

HEADER = "Idempotency-Key"

# The draft wants a quoted string; most clients send the bare one.
_KEY = re.compile(r'"([ !#-\[\]-~]{1,255})"|([!#-\[\]-~]{1,255})')


class IdempotencyStore(Protocol):
    """Answers by key."""

    def once(
        self, key: tuple[str, ...], body: str, make: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """Return what `make` returns, or what it returned for this key before; an error is not kept.

        Raises IdempotencyKeyReused, RequestInProgress, ServiceUnavailable, and whatever `make` raises.
        """
        ...


def answer(
    request: Request, owner: str, repeats: Callable[[], IdempotencyStore], make: Callable[[], Response]
) -> Response:
    """Answer by `make`, or with its earlier answer to the owner's same request.

    Raises InvalidField, and whatever `IdempotencyStore.once` raises.
    """
    header: str | None = request.headers.get(HEADER)
    if header is None:
        return make()
    match = _KEY.fullmatch(header.strip())
    if match is None:
        raise InvalidField(f"{HEADER} must be 1 to 255 ASCII characters, such as a UUID", HEADER)
    key = (owner, f"{request.method} {request.path}", match[1] or match[2])
    kept = repeats().once(key, _text(request.raw_body), lambda: _kept(make()))
    return Response(**kept)


def _kept(response: Response) -> dict[str, Any]:
    return {
        "body": response.body,
        "headers": dict(response.headers),
        "status_code": response.status_code,
    }


def _text(body: bytes | str) -> str:
    return body.decode(errors="replace") if isinstance(body, bytes) else body
