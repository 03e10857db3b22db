"""Keys with which a browser reads the status of one image, without a token. Pure.

A key is the time at which it expires, in seconds since 1970, and the first 16 bytes of the HMAC-SHA-256 of
`status/IMAGE_ID/EXPIRES` in hex: `1767225600-0123456789abcdef0123456789abcdef`.
"""

import hmac
import re
from collections.abc import Callable
from datetime import datetime

from chalicelib.domain import keys

_DIGITS = 32
_KEY = re.compile(rf"(?P<expires>[1-9][0-9]{{9,11}})-[0-9a-f]{{{_DIGITS}}}", re.ASCII)


def sign(secret: bytes, image_id: str, expires: int) -> str:
    """Return the key for an image that expires at this time."""
    digest = hmac.digest(secret, f"status/{image_id}/{expires}".encode(), "sha256")
    return f"{expires}-{digest.hex()[:_DIGITS]}"


def is_valid(secret: Callable[[], bytes], image_id: str, key: str, now: datetime) -> bool:
    """Return whether the key was signed with the secret for this image and has not expired.

    `secret` is called only for ids and keys that look valid, since it may have to read the secret.
    """
    match = _KEY.fullmatch(key)
    if match is None or int(match["expires"]) <= now.timestamp() or not keys.is_image_id(image_id):
        return False
    return hmac.compare_digest(sign(secret(), image_id, int(match["expires"])), key)
