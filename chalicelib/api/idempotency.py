"""`Idempotency-Key`: a request takes effect once, however often a client retries it.

https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header-07
"""

import re

from chalice.app import Request

from chalicelib.errors import InvalidField
from chalicelib.models import IdempotencyKey

HEADER = "Idempotency-Key"

# The draft requires a quoted string, but most clients send the key without quotes.
_KEY = re.compile(r'"([ !#-\[\]-~]{1,255})"|([!#-\[\]-~]{1,255})')


def key_of(request: Request) -> IdempotencyKey | None:
    """Return the key of a request and what it stands for, None without a key. Raises InvalidField."""
    header: str | None = request.headers.get(HEADER)
    if header is None:
        return None
    match = _KEY.fullmatch(header.strip())
    if match is None:
        raise InvalidField(f"{HEADER} is invalid. Send 1 to 255 ASCII characters, such as a UUID.", HEADER)
    body: bytes | str = request.raw_body
    return IdempotencyKey(value=match[1] or match[2], body=body if isinstance(body, bytes) else body.encode())
