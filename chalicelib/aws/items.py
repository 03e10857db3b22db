"""Convert image records to DynamoDB items and back. Pure.

Attributes without a value are omitted. For example, an item without `owner` is not in `ids_by_owner`,
so no listing contains it.
"""

import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec.structs import replace

from chalicelib.aws import unknown_fields
from chalicelib.aws.attribute_values import to_plain, to_value
from chalicelib.models import Image, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

    Item = dict[str, Value]

# Open records, records of deferred events, records with a lease, and items with a due date.
ShardKind = Literal["open", "deferred", "running", "due"]
# Number of partitions for each kind of records. Each partition of an index accepts 1,000 writes per second.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
_SHARDS = 8
# The version of the format of records, which the release that creates a record writes. Releases read newer
# formats, too: they ignore attributes that they do not know. A format that older ones would misread needs
# another version, and upgrade notes in docs/operations.md. Records of 0.9.0 have none.
SCHEMA_VERSION = 1
# Prepares the type: msgspec 0.22 crashes if a second thread of the local API uses it meanwhile.
msgspec.json.Decoder(Image)
# Begins the ids of items with retired outputs. It is in no id of an image.
RETIRED = "retired#"
# The statuses in the index `ids_by_owner_status`. An image takes one write to it. With all statuses it would
# take five: a change of the hash key is two writes. `claim` takes a record out without knowing its owner.
LISTED_STATUSES = frozenset({Status.READY, Status.FAILED})


def timestamp(moment: datetime) -> str:
    """Format a time so that strings sort chronologically: in UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def shard_of(kind: ShardKind, name: str) -> str:
    """Return the shard for one kind of records: `name` is the owner for `running`, otherwise the item's id.

    Shards of `due` are in the index `by_due_shard`, all others in `by_open_shard`.
    """
    return f"{kind}-{zlib.crc32(name.encode()) % _SHARDS}"


def retired_id(image_id: str) -> str:
    """Return the id of the item with the retired outputs of an image."""
    return f"{RETIRED}{image_id}"


def owner_external_id(owner: str, external_id: str) -> str:
    """Return the partition of the index `by_owner_external_id` that an owner's images with an id are in.

    Both can contain `#`. The length of the owner keeps one owner's images apart from another's.
    """
    return f"{len(owner)}#{owner}#{external_id}"


def shards(kind: ShardKind) -> Iterator[str]:
    """Return all shards of one kind."""
    return (f"{kind}-{number}" for number in range(_SHARDS))


def owner_status(owner: str, status: Status) -> str:
    """Return the partition of `ids_by_owner_status` that an owner's records with a status belong to."""
    return f"{status}#{owner}"


def to_item(image: Image) -> "Item":
    """Convert a record to an item."""
    record = msgspec.to_builtins(replace(image, unknown_fields=None), builtin_types=(datetime,))
    values = {name: _without_datetimes(value) for name, value in record.items()}
    values["schema_version"] = SCHEMA_VERSION
    if image.status is Status.DELETED:
        # A new image under the same key gets its own creation time.
        del values["created_at"]
    if image.expires_at is not None:
        # DynamoDB's TTL requires seconds since 1970.
        values["expires_at"] = int(image.expires_at.timestamp())
    if image.open:
        values["open_shard"] = shard_of("open", image.id)
    if image.status in LISTED_STATUSES and image.owner:
        values["owner_status"] = owner_status(image.owner, image.status)
    if image.metadata is not None and image.metadata.external_id and image.status is not Status.DELETED:
        values["owner_external_id"] = owner_external_id(image.owner, image.metadata.external_id)
    if image.due_at is not None:
        values |= {"due_shard": shard_of("due", image.id), "due_at": timestamp(image.due_at)}
    item = {name: to_value(value) for name, value in values.items() if not _is_unset(value)}
    unknown_fields.keep(item, image)
    return item


def _without_datetimes(value: object) -> object:
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, dict):
        # What is unset takes no space in nested values, either.
        set_values = {name: each for name, each in value.items() if each is not None and each is not False}
        return {name: _without_datetimes(each) for name, each in set_values.items()}
    return [_without_datetimes(each) for each in value] if isinstance(value, list | tuple) else value


def from_values(item: Mapping[str, Any]) -> dict[str, Any]:
    """Convert an item's typed values to plain ones."""
    return {name: to_plain(value) for name, value in item.items()}


def from_item(item: Mapping[str, Any]) -> Image:
    """Convert an item to a record."""
    values = from_values(item)
    defaults = {"owner": "", "key": "", "filename": "", "created_at": values["updated_at"]}
    image = msgspec.convert(defaults | values | {"unknown_fields": None}, Image, strict=False)
    return replace(image, unknown_fields=unknown_fields.of(item, image))


def _is_unset(value: object) -> bool:
    # Keep zero: it is the size of an empty file.
    return value is None or value is False or value in ("", (), [])
