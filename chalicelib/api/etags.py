"""ETags, so that callers who poll an image download its document only when it has changed."""

from datetime import datetime
from hashlib import sha256

import msgspec
from chalice.app import Request, Response

from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.domain.signing_window import signing_time
from chalicelib.models import Image


def of_image(image: Image, *, now: datetime, url_expires: int, on_demand: OnDemandUrls | None = None) -> str:
    """Return the ETag of an image's document. It is weak, since each environment signs other URLs.

    It changes whenever the URLs are signed at another time, so a caller who gets 304 has URLs with at least
    half of their lifetime (`url_expires` seconds) left. Call it with a time before that of the signatures.
    It also changes with the presets that are rendered on demand, and with what anyone may request.
    """
    parts = (image, signing_time(now, url_expires), on_demand and on_demand.settings)
    return f'W/"{sha256(msgspec.json.encode(parts)).hexdigest()[:32]}"'


def matches(request: Request, response: Response) -> bool:
    """Return whether the request's If-None-Match matches the response's ETag (RFC 9110, section 13.1.2)."""
    tag = response.headers.get("ETag")
    if not isinstance(tag, str):
        return False
    candidates = {
        each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")
    }
    return "*" in candidates or tag.removeprefix("W/") in candidates
