"""Sign operations, so that they may be other ones than the policy allows. Pure.

A signature is the key's id, 8 hex digits, and the first 16 bytes of the HMAC-SHA-256 of
`IMAGE_ID/OPERATIONS` in hex. The version is not signed, so that a redirect to the current one stays signed.
"""

import hmac
from collections.abc import Iterable

from msgspec import structs

from chalicelib.domain.on_demand.operations import printed
from chalicelib.models import Operations, SigningKey

_ID = 8
_DIGITS = 32


def sign(key: SigningKey, image_id: str, operations: Operations) -> str:
    """Return the signature of these operations on an image, 40 hex digits."""
    text = f"{image_id}/{printed(operations)}"
    return key.id + hmac.digest(key.secret.encode(), text.encode(), "sha256").hex()[:_DIGITS]


def is_signed(keys: Iterable[SigningKey], signature: str, image_id: str, operations: Operations) -> bool:
    """Return whether one of the keys signed the operations, with their format or with a negotiated one."""
    key = next((each for each in keys if each.id == signature[:_ID]), None)
    if key is None or not signature.isascii():
        return False
    candidates = (operations, structs.replace(operations, format=None))
    return any(hmac.compare_digest(sign(key, image_id, each), signature) for each in candidates)
