"""Cursors: where a listing goes on. Opaque, and without the owner, who is never the caller's to choose."""

import base64
import binascii
from typing import TYPE_CHECKING

import msgspec

from chalicelib.aws.items import timestamp
from chalicelib.errors import InvalidCursor
from chalicelib.models import Image

if TYPE_CHECKING:
    from chalicelib.aws.items import Item


def encode(image: Image) -> str:
    """Return the cursor that goes on after this image."""
    return base64.urlsafe_b64encode(msgspec.json.encode([image.id, timestamp(image.created_at)])).decode()


def decode(cursor: str) -> "Item":
    """Return the part of DynamoDB's start key that the cursor holds. Raises InvalidCursor."""
    try:
        content = base64.b64decode(cursor, altchars=b"-_", validate=True)
        image_id, created_at = msgspec.json.decode(content, type=tuple[str, str])
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise InvalidCursor(
            "The cursor is not one that this API gave out; start without", "cursor"
        ) from error
    return {"id": {"S": image_id}, "created_at": {"S": created_at}}
