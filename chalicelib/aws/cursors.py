"""Cursors: where a listing goes on. Opaque, and without the owner, who is never the caller's to choose."""

import base64
import binascii
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

# What DynamoDB would refuse as a key is no cursor of ours.
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def after(image: Image) -> str:
    """Return the cursor that goes on after this image."""
    return _encode(image.id, timestamp(image.created_at))


def at(key: "Mapping[str, UniversalAttributeValueTypeDef]") -> str:
    """Return the cursor for a key at which DynamoDB stopped."""
    values = from_values(key)
    return _encode(values["id"], values["created_at"])


def decode(cursor: str) -> "Item":
    """Return the part of DynamoDB's start key that the cursor holds. Raises InvalidCursor."""
    try:
        content = base64.b64decode(cursor, altchars=b"-_", validate=True)
        image_id, created_at = msgspec.json.decode(content, type=tuple[_Id, datetime])
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise InvalidCursor(
            "The cursor is not one that this API gave out; start without", "cursor"
        ) from error
    return {"id": {"S": image_id}, "created_at": {"S": timestamp(created_at)}}


def _encode(image_id: str, created_at: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([image_id, created_at])).decode()
