"""Parse S3 events, dead letters, and the messages of the deferral queue.

Formats: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
and https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from msgspec import Struct

from chalicelib.models import Source

# The reason in EventBridge's events about objects that a lifecycle rule has deleted.
_EXPIRED = "Lifecycle Expiration"


class ObjectEvent(Struct, frozen=True, kw_only=True):
    """A created or removed object. `source` is the version that was created, None for a removal.

    `removed_version` is the id of a version that was removed permanently.
    """

    key: str
    source: Source | None = None
    removed_version: str | None = None


class DeadLetter(Struct, frozen=True, kw_only=True):
    """S3 events whose processing failed on every attempt. `reason` is for the log only."""

    object_events: tuple[ObjectEvent, ...]
    reason: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all objects in these events."""
        return tuple(object_event.key for object_event in self.object_events)


def from_s3_event(event: Mapping[str, Any]) -> Iterator[ObjectEvent]:
    """Yield an event for each object that was created or removed.

    Accepts S3 notifications of any version 2.x and S3 events from EventBridge. Yields nothing for objects
    that a lifecycle rule has deleted, whose records and variants stay, and nothing for `s3:TestEvent`, which
    has no records.
    """
    if event.get("source") == "aws.s3":
        yield from _from_eventbridge(event["detail-type"], event["detail"])
    for record in event.get("Records", ()):
        yield from _from_notification(record["eventName"], record["s3"]["object"])


def from_dead_letter(body: str) -> DeadLetter:
    """Parse what the queue for failures receives.

    That is a failure record from Lambda, a message that SQS moved from the deferral queue or the queue of
    images to erase, or an EventBridge event about a failed workflow execution.
    """
    record = json.loads(body)
    if record.get("source") == "aws.states":
        return _from_execution(record["detail"])
    if "image_id" in record:
        reason = f"erase_images failed on every attempt for {record['image_id']}; the sweep sends it again"
        return DeadLetter(object_events=(), reason=reason)
    if "Records" in record:
        reason = "process_deferred failed on every attempt; its log says why"
        return DeadLetter(object_events=tuple(from_s3_event(record)), reason=reason)
    response = record.get("responsePayload") or {}
    reason = response.get("errorMessage") or record["requestContext"].get("condition", "unknown")
    return DeadLetter(object_events=tuple(from_s3_event(record["requestPayload"])), reason=reason)


def _from_notification(name: str, item: Mapping[str, Any]) -> Iterator[ObjectEvent]:
    # S3 encodes keys like query strings, once.
    key = unquote_plus(item["key"])
    # Other events are ignored, such as `LifecycleExpiration:Delete` or changes of tags and ACLs.
    if name.startswith("ObjectCreated:"):
        yield ObjectEvent(key=key, source=_source(item))
    elif name == "ObjectRemoved:Delete":
        yield ObjectEvent(key=key, removed_version=item.get("versionId"))
    elif name.startswith("ObjectRemoved:"):
        yield ObjectEvent(key=key)


def _from_eventbridge(kind: str, detail: Mapping[str, Any]) -> Iterator[ObjectEvent]:
    # Keys are not encoded here. Other kinds of events, such as changes of tags or ACLs, are ignored.
    item = detail["object"]
    if kind == "Object Created":
        source = Source(etag=item["etag"], version_id=item.get("version-id"), size=item["size"])
        yield ObjectEvent(key=item["key"], source=source)
    elif kind == "Object Deleted" and detail.get("reason") != _EXPIRED:
        permanent = detail.get("deletion-type") == "Permanently Deleted"
        yield ObjectEvent(key=item["key"], removed_version=item.get("version-id") if permanent else None)


def _from_execution(detail: Mapping[str, Any]) -> DeadLetter:
    """Parse the detail of a `Step Functions Execution Status Change` event.

    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """
    execution_input = json.loads(detail["input"])
    object_event = ObjectEvent(key=execution_input["key"], source=Source(**execution_input["source"]))
    return DeadLetter(object_events=(object_event,), reason=detail.get("cause") or detail["status"])


def _source(item: Mapping[str, Any]) -> Source | None:
    etag = item.get("eTag")
    if etag is None:
        return None
    return Source(etag=etag, version_id=item.get("versionId"), size=item.get("size", 0))


class DeferredEvent(Struct, frozen=True, kw_only=True):
    """An event that has been deferred, and how often."""

    object_event: ObjectEvent
    deferrals: int


def from_deferral_queue(body: str) -> DeferredEvent:
    """Parse a message of `SQSDeferralQueue`: an S3 event with one record, and `deferrals`."""
    message = json.loads(body)
    (object_event,) = from_s3_event(message)
    return DeferredEvent(object_event=object_event, deferrals=message["deferrals"])
