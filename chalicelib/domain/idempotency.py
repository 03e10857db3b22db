"""Requests with an `Idempotency-Key`. Pure.

The id of the image follows from the owner and the key, so no answer has to be stored: the conditional write
of the record decides which of several requests creates the image, and the record tells what the others get.
"""

import base64
import hmac

from msgspec import Struct

from chalicelib.domain import erasure, keys
from chalicelib.errors import IdempotencyKeyReused, ImageDeleted, ImageErased
from chalicelib.models import IdempotencyKey, Image, Status


class RequestIdentity(Struct, frozen=True, kw_only=True):
    """What a request and its repetitions have in common. Neither reveals the key or the body."""

    image_id: str
    digest: str


def identity(secret: bytes, owner: str, key: IdempotencyKey) -> RequestIdentity:
    """Return the identity of an owner's request: HMACs with a secret that only the deployment has."""
    digest = hmac.digest(secret, b"body#" + key.body, "sha256")
    return RequestIdentity(
        image_id=keys.keyed_image_id(secret, owner, key.value),
        # 96 bits, since it only has to tell bodies apart: each byte of a record costs storage.
        digest=base64.urlsafe_b64encode(digest)[:16].decode(),
    )


def created_by(digest: str | None, image: Image) -> Image:
    """Return the image if the request whose body has this digest created it, None without a key.

    A tombstone has no digest, nor has an image that came back after its deletion: its key stays used up.
    Raises ImageErased, ImageDeleted, IdempotencyKeyReused.
    """
    if erasure.is_erased(image):
        raise ImageErased("The image of this Idempotency-Key was erased. Use a new key for a new image.")
    if image.status is Status.DELETED or (digest is not None and image.request_digest is None):
        raise ImageDeleted("The image of this Idempotency-Key was deleted. Use a new key for a new image.")
    if image.request_digest != digest:
        raise IdempotencyKeyReused(
            "This Idempotency-Key was used with a different body. Use a new key for a new request."
        )
    return image
