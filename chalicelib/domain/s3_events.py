"""What events tell: S3's notifications and Lambda's records of failed invocations. Pure.

Shapes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
and https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.models import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEvent:
    """Something happened to an object. `source` is the version it speaks of; None for a removal."""

    key: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An S3 event whose every attempt failed, and what Lambda says of it: for the log alone."""

    object_events: tuple[ObjectEvent, ...]
    reason: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The objects that the event spoke of."""
        return tuple(object_event.key for object_event in self.object_events)


def from_s3_event(event: Mapping[str, Any]) -> Iterator[ObjectEvent]:
    """Yield an event for each record; none for `s3:TestEvent`, which has no records.

    Takes S3's own documents, of any version 2, and those that S3 sends by EventBridge.
    """
    if event.get("source") == "aws.s3":
        yield from _from_eventbridge(event["detail-type"], event["detail"]["object"])
    for record in event.get("Records", ()):
        item = record["s3"]["object"]
        created = record["eventName"].startswith("ObjectCreated:")
        # S3 encodes keys as in a query string: exactly one unquote_plus gives the key back.
        yield ObjectEvent(key=unquote_plus(item["key"]), source=_source(item) if created else None)


def from_dead_letter(body: str) -> DeadLetter:
    """Parse what Lambda sent to the on-failure destination, or EventBridge about a lost execution."""
    record = json.loads(body)
    if record.get("source") == "aws.states":
        return _from_execution(record["detail"])
    response = record.get("responsePayload") or {}
    reason = response.get("errorMessage") or record["requestContext"].get("condition", "unknown")
    return DeadLetter(object_events=tuple(from_s3_event(record["requestPayload"])), reason=reason)


def _from_eventbridge(kind: str, item: Mapping[str, Any]) -> Iterator[ObjectEvent]:
    """Read one event. Keys are plain here; what becomes of tags, ACLs and storage classes is left alone."""
    if kind == "Object Created":
        source = Source(etag=item["etag"], version_id=item.get("version-id"), size=item["size"])
        yield ObjectEvent(key=item["key"], source=source)
    elif kind == "Object Deleted":
        yield ObjectEvent(key=item["key"])


def _from_execution(detail: Mapping[str, Any]) -> DeadLetter:
    """Read from `Step Functions Execution Status Change` what the execution was about.

    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """
    order = json.loads(detail["input"])
    object_event = ObjectEvent(key=order["key"], source=Source(**order["source"]))
    return DeadLetter(object_events=(object_event,), reason=detail.get("cause") or detail["status"])


def _source(item: Mapping[str, Any]) -> Source | None:
    etag = item.get("eTag")
    if etag is None:
        return None
    return Source(etag=etag, version_id=item.get("versionId"), size=item.get("size", 0))
