"""The updates of a record that start a run or put it off. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.aws.items import SCHEMA_VERSION, shard_of, timestamp
from chalicelib.models import Image, Lease, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

# Existing values are kept; missing ones come from the event.
_PROCESSING = (
    "SET #status = :status, #key = :key, updated_at = :now, execution = :execution,"
    " created_at = if_not_exists(created_at, :now),"
    " filename = if_not_exists(filename, :filename),"
    " #owner = if_not_exists(#owner, :owner),"
    " schema_version = if_not_exists(schema_version, :schema_version), open_shard = "
)
# A claim without a lease must not take the record out of the shard in which a lease is counted.
PROCESSING = f"{_PROCESSING}if_not_exists(open_shard, :open_shard)"
DEFER = f"{_PROCESSING}:open_shard REMOVE expires_at, owner_status"
# A record with a lease stays where that is counted: its run goes on, or the sweep finds the record.
UNCHANGED = (
    "attribute_not_exists(id) OR (revision = :revision AND #status = :before"
    " AND (attribute_not_exists(lease_ends) OR lease_ends <= :now))"
)
NOT_ERASING = "attribute_not_exists(erasing)"
NAMES: Mapping[str, str] = {"#status": "status", "#key": "key", "#owner": "owner"}


def claim_update(fresh: Image, lease: Lease | None) -> str:
    """Return the update that claims a record, optionally with a lease or with the first use of its form."""
    update, added = PROCESSING, "revision :one, attempts :attempts"
    if lease is not None:
        update = f"{_PROCESSING}:open_shard, lease_ends = :lease_ends"
        # The count is of claims, not of records: claims that supersede each other run at the same time.
        added += ", lease_count :one"
    if fresh.form_versions:
        update += ", form_versions = if_not_exists(form_versions, :form_versions)"
    return f"{update} ADD {added} REMOVE expires_at, owner_status"


def claim_values(fresh: Image, lease: Lease | None, *, is_attempt: bool) -> "Mapping[str, Value]":
    """Return the values of this update."""
    shard = shard_of("open", fresh.id) if lease is None else shard_of("running", lease.owner)
    values: dict[str, Value] = {
        **_values(fresh, fresh.updated_at, shard),
        ":execution": {"S": fresh.execution} if fresh.execution else {"NULL": True},
        ":one": {"N": "1"},
        ":attempts": {"N": "1" if is_attempt else "0"},
    }
    if fresh.form_versions:
        values[":form_versions"] = strings(fresh.form_versions)
    if lease is not None:
        values[":lease_ends"] = {"S": timestamp(lease.ends)}
    return values


def strings(texts: Sequence[str]) -> "Value":
    """Return a list of strings as DynamoDB's value."""
    return {"L": [{"S": text} for text in texts]}


def defer_values(image: Image, now: datetime) -> "Mapping[str, Value]":
    """Return the values of DEFER and UNCHANGED."""
    return {
        **_values(image, now, shard_of("deferred", image.id)),
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
        ":schema_version": {"N": str(SCHEMA_VERSION)},
    }
