"""ETags, so that callers who poll an image download its document only when it has changed."""

from datetime import datetime
from hashlib import sha256

import msgspec
from chalice.app import Request, Response

from chalicelib.models import Image


def of_image(image: Image, *, now: datetime, url_expires: int) -> str:
    """Return the ETag of an image's document. It is weak, since every response has new signed URLs.

    It also changes twice per lifetime of the URLs (`url_expires` seconds), so a caller who gets 304 has URLs
    with at least half of their lifetime left.
    """
    period = int(now.timestamp()) // max(1, url_expires // 2)
    return f'W/"{sha256(msgspec.json.encode((image, period))).hexdigest()[:32]}"'


def matches(request: Request, response: Response) -> bool:
    """Return whether the request's If-None-Match matches the response's ETag (RFC 9110, section 13.1.2)."""
    tag = response.headers.get("ETag")
    if not isinstance(tag, str):
        return False
    candidates = {
        each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")
    }
    return "*" in candidates or tag.removeprefix("W/") in candidates
