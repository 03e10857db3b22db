"""Cursors: where a listing goes on. Opaque, and bound to the owner whose listing it is.

The owner of a query is never taken from a cursor, so a forged one shows nothing of anybody else's: the
worst that it does is to start the forger's own listing elsewhere. Hence no signature.
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

_REFUSAL = "The cursor is not one that this API gave you; start without"

# What DynamoDB would refuse as a key is no cursor of ours.
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def after(image: Image) -> str:
    """Return the cursor that goes on after this image."""
    return _encode(image.id, timestamp(image.created_at), image.owner)


def at(key: "Mapping[str, UniversalAttributeValueTypeDef]") -> str:
    """Return the cursor for a key at which DynamoDB stopped."""
    values = from_values(key)
    return _encode(values["id"], values["created_at"], values["owner"])


def decode(cursor: str, owner: str) -> "Item":
    """Return the start key of DynamoDB that the owner's cursor stands for. Raises InvalidCursor."""
    try:
        content = base64.b64decode(cursor, altchars=b"-_", validate=True)
        image_id, created_at, mark = msgspec.json.decode(content, type=tuple[_Id, datetime, str])
        start = timestamp(created_at)
    # a moment may lie before the first year, or after the last, in UTC
    except (binascii.Error, ValueError, OverflowError, msgspec.DecodeError) as error:
        raise InvalidCursor(_REFUSAL, "cursor") from error
    if mark != _mark(owner):
        raise InvalidCursor(_REFUSAL, "cursor")
    return {"owner": {"S": owner}, "id": {"S": image_id}, "created_at": {"S": start}}


def _encode(image_id: str, created_at: str, owner: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([image_id, created_at, _mark(owner)])).decode()


def _mark(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()[:16]
