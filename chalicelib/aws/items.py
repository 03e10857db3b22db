"""Records as DynamoDB items, and back. Pure.

Attributes without a value are left out: an item that lacks `owner` is not in the index by owner, and
so in no listing.
"""

import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from chalicelib.models import Image, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

    Item = dict[str, Value]


# One partition of an index takes 1,000 writes a second; open records are spread over as many as this.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
_SHARDS = 8


class _Deserializer(TypeDeserializer):
    def _deserialize_n(self, value: str) -> int:
        # All our numbers are whole; boto3 would give a Decimal.
        return int(value)


_serialize = TypeSerializer().serialize
_deserialize = _Deserializer().deserialize


def timestamp(moment: datetime) -> str:
    """Format a moment so that strings sort as moments do: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def open_shard(image_id: str) -> str:
    """Return the part of the index of open records that this one belongs to."""
    return _shard(zlib.crc32(image_id.encode()) % _SHARDS)


def shards() -> Iterator[str]:
    """Return all parts of the index of open records."""
    return map(_shard, range(_SHARDS))


def to_item(image: Image) -> "Item":
    """Turn a record into an item."""
    values = msgspec.to_builtins(image, builtin_types=(datetime,))
    values["created_at"] = timestamp(image.created_at)
    values["updated_at"] = timestamp(image.updated_at)
    if image.status is Status.DELETED:
        # An image that comes back under the same key is a new one.
        del values["created_at"]
    if image.expires_at is not None:
        # DynamoDB's time to live wants seconds since 1970.
        values["expires_at"] = int(image.expires_at.timestamp())
    if image.open:
        values["open_shard"] = open_shard(image.id)
    return {name: _serialize(value) for name, value in values.items() if not _is_unset(value)}


def from_values(item: Mapping[str, Any]) -> dict[str, Any]:
    """Take DynamoDB's types off an item's values."""
    return {name: _deserialize(value) for name, value in item.items()}


def from_item(item: Mapping[str, Any]) -> Image:
    """Turn an item into a record."""
    values = from_values(item)
    defaults = {"owner": "", "filename": "", "created_at": values["updated_at"]}
    return msgspec.convert(defaults | values, Image, strict=False)


def _shard(number: int) -> str:
    return f"open-{number}"


def _is_unset(value: object) -> bool:
    # Zero is a value: an empty file has a size.
    return value is None or value is False or value in ("", [])
