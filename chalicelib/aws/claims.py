"""The updates of a record that start a run or put it off. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.aws.items import deferred_shard, open_shard, running_shard, timestamp
from chalicelib.models import Image, Lease, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

# Existing values are kept; missing ones come from the event.
_PROCESSING = (
    "SET #status = :status, #key = :key, updated_at = :now, open_shard = :open_shard, execution = :execution,"
    " created_at = if_not_exists(created_at, :now),"
    " filename = if_not_exists(filename, :filename),"
    " #owner = if_not_exists(#owner, :owner)"
)
CLAIM = f"{_PROCESSING} ADD revision :one, attempts :one REMOVE expires_at, owner_status"
# The count is of claims, not of records: claims that supersede each other run at the same time.
CLAIM_WITH_LEASE = (
    f"{_PROCESSING}, running_shard = :running_shard, lease_ends = :lease_ends"
    " ADD revision :one, attempts :one, lease_count :one REMOVE expires_at, owner_status"
)
DEFER = f"{_PROCESSING} REMOVE expires_at, owner_status"
UNCHANGED = "attribute_not_exists(id) OR (revision = :revision AND #status = :before)"
NAMES: Mapping[str, str] = {"#status": "status", "#key": "key", "#owner": "owner"}


def claim_values(fresh: Image, lease: Lease | None) -> "Mapping[str, Value]":
    """Return the values of CLAIM or, with a lease, of CLAIM_WITH_LEASE."""
    values: Mapping[str, Value] = {
        **_values(fresh, fresh.updated_at, open_shard(fresh.id)),
        ":execution": {"S": fresh.execution} if fresh.execution else {"NULL": True},
        ":one": {"N": "1"},
    }
    if lease is None:
        return values
    ends: Mapping[str, Value] = {
        ":running_shard": {"S": running_shard(lease.owner)},
        ":lease_ends": {"S": timestamp(lease.ends)},
    }
    return {**values, **ends}


def defer_values(image: Image, now: datetime) -> "Mapping[str, Value]":
    """Return the values of DEFER and UNCHANGED."""
    return {
        **_values(image, now, deferred_shard(image.id)),
        # An execution of an earlier run would count as this event's.
        ":execution": {"NULL": True},
        ":revision": {"N": str(image.revision)},
        ":before": {"S": image.status},
    }


def _values(image: Image, now: datetime, shard: str) -> "Mapping[str, Value]":
    return {
        ":status": {"S": Status.PROCESSING},
        ":key": {"S": image.key},
        ":now": {"S": timestamp(now)},
        ":filename": {"S": image.filename},
        ":owner": {"S": image.owner},
        ":open_shard": {"S": shard},
    }
