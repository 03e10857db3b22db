"""Pagination cursors: opaque strings that say where a listing continues, valid for one owner only.

Cursors need no signature. A query's owner is never read from the cursor, so a forged one can only change
where the forger's own listing starts.
"""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

from chalicelib.aws.items import from_values, timestamp
from chalicelib.errors import InvalidCursor
from chalicelib.models import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

    from chalicelib.aws.items import Item

_INVALID = "The cursor is invalid. Use `next_cursor` unchanged, or start without a cursor."

# DynamoDB would reject an empty or overlong id, so a cursor that contains one is invalid.
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def after(image: Image) -> str:
    """Return the cursor that continues after this image."""
    return _encode(image.id, timestamp(image.created_at), image.owner)


def at(key: "Mapping[str, UniversalAttributeValueTypeDef]", owner: str) -> str:
    """Return the cursor that continues the owner's listing after the key at which DynamoDB stopped."""
    values = from_values(key)
    return _encode(values["id"], values["created_at"], owner)


def decode(cursor: str, owner: str) -> "Item":
    """Return the position in the owner's cursor: the range key of both indexes, and the id.

    Raises InvalidCursor.
    """
    try:
        content = base64.b64decode(cursor, altchars=b"-_", validate=True)
        image_id, created_at, owner_hash = msgspec.json.decode(content, type=tuple[_Id, datetime, str])
        start = timestamp(created_at)
    # OverflowError: converted to UTC, a time can fall outside the years that Python supports.
    except (binascii.Error, ValueError, OverflowError, msgspec.DecodeError) as error:
        raise InvalidCursor(_INVALID, "cursor") from error
    if owner_hash != _owner_hash(owner):
        raise InvalidCursor(_INVALID, "cursor")
    return {"id": {"S": image_id}, "created_at": {"S": start}}


def _encode(image_id: str, created_at: str, owner: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([image_id, created_at, _owner_hash(owner)])).decode()


def _owner_hash(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()[:16]
