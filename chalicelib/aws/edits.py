"""The writes of a record that may not undo what the owner has edited in the meantime. Pure.

A record can have attributes that only later releases know, because a stage was rolled back. They stay until
the image is deleted: a tombstone replaces the whole item, so that nothing personal is left in it.
"""

from typing import TYPE_CHECKING, NotRequired, TypedDict

from msgspec.structs import replace

from chalicelib.aws import claims
from chalicelib.aws.items import to_item
from chalicelib.models import Image, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value

_EDITS = ("requested", "focus", "crop", "rotate")
_METADATA = ("metadata", "owner_external_id")
# All that this release may write or remove, but neither the key nor the version of the format.
_KNOWN = (
    *(name for name in Image.__struct_fields__ if name not in ("id", "unknown_fields")),
    *("open_shard", "owner_status", "owner_external_id", "due_shard", "due_at"),
    *("running_shard", "lease_ends", "lease_count"),
)


class Condition(TypedDict):
    """The condition of a write, as the client's parameters."""

    ConditionExpression: str
    ExpressionAttributeValues: NotRequired["Mapping[str, Value]"]


class Update(Condition):
    """A conditional update, as the client's parameters."""

    UpdateExpression: str
    ExpressionAttributeNames: NotRequired["Mapping[str, str]"]


CREATION: Condition = {"ConditionExpression": "attribute_not_exists(id)"}


def edited_claim(edited: Image) -> Update:
    """Return the update that claims a record and writes what its owner requests."""
    assignments, removals, values = _assignments(edited, _EDITS)
    # The form is not used, so its versions stay the same.
    claim_values = claims.claim_values(replace(edited, form_versions=()), None, is_attempt=False)
    added, removed = "ADD revision :one, attempts :attempts", "REMOVE expires_at, owner_status"
    return {
        "UpdateExpression": " ".join(
            [", ".join([claims.PROCESSING, *assignments]), added, ", ".join([removed, *removals])]
        ),
        "ConditionExpression": f"revision = :revision{_or_only_deferred(edited)}",
        "ExpressionAttributeNames": {**claims.NAMES, **{f"#{name}": name for name in _EDITS}},
        "ExpressionAttributeValues": {
            **claim_values,
            **values,
            ":revision": {"N": str(edited.revision)},
        },
    }


def metadata_update(image: Image) -> Update:
    """Return the update that writes the metadata of a record which has not been deleted."""
    assignments, removals, values = _assignments(image, _METADATA)
    unchanged = _metadata_unchanged(image)
    update = ", ".join(["SET metadata_revision = :next", *assignments])
    return {
        "UpdateExpression": " ".join([update, *(["REMOVE " + ", ".join(removals)] if removals else [])]),
        "ConditionExpression": f"attribute_exists(id) AND #status <> :deleted AND ({unchanged})",
        "ExpressionAttributeNames": {"#status": "status", **{f"#{name}": name for name in _METADATA}},
        "ExpressionAttributeValues": {
            **values,
            ":next": {"N": str(image.metadata_revision + 1)},
            ":metadata_revision": {"N": str(image.metadata_revision)},
            ":deleted": {"S": Status.DELETED},
        },
    }


def form_update(image: Image) -> Update:
    """Return the update that writes the uses of the form, if the revision is still the image's."""
    return {
        "UpdateExpression": "SET form_versions = :form_versions",
        "ConditionExpression": "revision = :mine",
        "ExpressionAttributeValues": {
            ":form_versions": claims.strings(image.form_versions),
            ":mine": {"N": str(image.revision)},
        },
    }


def replacement(image: Image, condition: Condition) -> Update:
    """Return the update that replaces all attributes of a record that this release knows."""
    assignments, removals, values = _assignments(image, _KNOWN)
    return {
        "UpdateExpression": f"SET {', '.join(assignments)} REMOVE {', '.join(removals)}",
        "ConditionExpression": condition["ConditionExpression"],
        "ExpressionAttributeNames": {f"#{name}": name for name in _KNOWN},
        "ExpressionAttributeValues": {**condition["ExpressionAttributeValues"], **values},
    }


def finalize_condition(image: Image) -> Condition:
    """Return the condition to replace a record: no other run has claimed it, and its metadata is current.

    A deleted record has no metadata, so any may be replaced.
    """
    condition, values = "revision = :mine", {":mine": {"N": str(image.revision)}}
    if image.status is not Status.DELETED:
        condition += f" AND ({_metadata_unchanged(image)})"
        values[":metadata_revision"] = {"N": str(image.metadata_revision)}
    return {"ConditionExpression": condition, "ExpressionAttributeValues": values}


def supersede_condition(image: Image) -> Condition:
    """Return the condition to replace a record with its next revision: nothing has changed it since."""
    condition = finalize_condition(image)
    condition["ConditionExpression"] += _or_only_deferred(image)
    return condition


def _or_only_deferred(image: Image) -> str:
    # A record that was only deferred does not have the attribute.
    return "" if image.revision else " OR (attribute_exists(id) AND attribute_not_exists(revision))"


def _metadata_unchanged(image: Image) -> str:
    unchanged = "metadata_revision = :metadata_revision"
    # Records that a claim has created do not have the attribute.
    return unchanged if image.metadata_revision else f"{unchanged} OR attribute_not_exists(metadata_revision)"


def _assignments(image: Image, names: tuple[str, ...]) -> "tuple[list[str], list[str], Mapping[str, Value]]":
    """Return what to set, what to remove, and the values."""
    item = to_item(image)
    present = [name for name in names if name in item]
    missing = [f"#{name}" for name in names if name not in item]
    values = {f":{name}": item[name] for name in present}
    return [f"#{name} = :{name}" for name in present], missing, values
