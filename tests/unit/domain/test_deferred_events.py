"""Messages of the deferral queue are parsed, also after SQS has moved them to the queue for failures."""

import json

import pytest

from chalicelib.aws.s3_notifications import notification
from chalicelib.domain.s3_events import DeferredEvent, ObjectEvent, from_dead_letter, from_deferral_queue
from chalicelib.models import Source

SOURCE = Source(etag="e1", version_id="v1", size=5)
KEYS = ["images/a.jpg", "images/späße +1 %41 😀.jpg"]


def message(key: str, source: Source | None) -> str:
    return json.dumps({**notification("uploads", key, source), "deferrals": 3})


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("source", [SOURCE, Source(etag="e1", size=0), None])
def test_a_message_has_the_event_and_how_often_it_was_deferred(key: str, source: Source | None) -> None:
    event = ObjectEvent(key=key, source=source)
    assert from_deferral_queue(message(key, source)) == DeferredEvent(object_event=event, deferrals=3)


def test_a_message_that_was_received_too_often_is_a_dead_letter() -> None:
    dead_letter = from_dead_letter(message(KEYS[0], SOURCE))
    assert dead_letter.object_events == (ObjectEvent(key=KEYS[0], source=SOURCE),)
    assert "process_deferred" in dead_letter.reason
