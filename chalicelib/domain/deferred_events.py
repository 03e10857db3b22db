"""Parse the messages of the deferral queue."""

import json

from msgspec import Struct

from chalicelib.domain.s3_events import ObjectEvent, from_s3_event


class DeferredEvent(Struct, frozen=True, kw_only=True):
    """An event that has been deferred, and how often."""

    object_event: ObjectEvent
    deferrals: int


def from_message(body: str) -> DeferredEvent:
    """Parse a message of `SQSDeferralQueue`: an S3 event with one record, and `deferrals`."""
    message = json.loads(body)
    (object_event,) = from_s3_event(message)
    return DeferredEvent(object_event=object_event, deferrals=message["deferrals"])
