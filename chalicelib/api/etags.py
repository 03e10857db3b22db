"""Entity tags: what a caller who polls holds against what there is now."""

from datetime import datetime
from hashlib import sha256

import msgspec
from chalice.app import Request, Response

from chalicelib.models import Image


def of_image(image: Image, *, now: datetime, url_expires: int) -> str:
    """Return the tag of an image's document; weak, since its signed URLs differ from answer to answer.

    It also changes twice in the life of a URL (`url_expires` seconds), so that whoever is told `304` holds
    URLs that are good for half of it, at least.
    """
    period = int(now.timestamp()) // max(1, url_expires // 2)
    return f'W/"{sha256(msgspec.json.encode((image, period))).hexdigest()[:32]}"'


def is_known(request: Request, response: Response) -> bool:
    """Tell whether the caller has what the answer brings: RFC 9110, section 13.1.2."""
    tag = response.headers.get("ETag")
    if not isinstance(tag, str):
        return False
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    return "*" in known or tag.removeprefix("W/") in known
