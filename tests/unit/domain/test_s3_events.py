"""Parsing S3 events and dead letters. The first event is a shortened example from AWS's documentation."""

import json
from typing import Any

import pytest

from chalicelib.domain.s3_events import ObjectEvent, from_dead_letter, from_s3_event
from chalicelib.models import Source


def record(key: str, name: str = "ObjectCreated:Put", version: str = "2.1", **fields: Any) -> dict[str, Any]:
    return {
        "eventVersion": version,
        "eventSource": "aws:s3",
        "awsRegion": "us-west-2",
        "eventName": name,
        "s3": {
            "s3SchemaVersion": "1.0",
            "bucket": {"name": "amzn-s3-demo-bucket"},
            "object": {"key": key, "sequencer": "0055AED6DCD90281E5", **fields},
        },
    }


ETAG = "d41d8cd98f00b204e9800998ecf8427e"
VERSION = "096fKKXTRTtl3on89fVO.nfljtsv6qko"
CREATED: dict[str, Any] = {"size": 1024, "eTag": ETAG, "versionId": VERSION}


@pytest.mark.parametrize("version", ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"])
def test_a_creation_has_key_and_version(version: str) -> None:
    event = {"Records": [record("images/HappyFace.jpg", version=version, **CREATED)]}
    assert list(from_s3_event(event)) == [
        ObjectEvent(
            key="images/HappyFace.jpg",
            source=Source(etag=ETAG, version_id=VERSION, size=1024),
        )
    ]


def test_a_removal_has_only_the_key() -> None:
    event = {"Records": [record("images/a.jpg", "ObjectRemoved:Delete")]}
    assert list(from_s3_event(event)) == [ObjectEvent(key="images/a.jpg")]


def test_a_delete_marker_is_a_removal() -> None:
    event = {"Records": [record("images/a.jpg", "ObjectRemoved:DeleteMarkerCreated", **CREATED)]}
    assert list(from_s3_event(event)) == [ObjectEvent(key="images/a.jpg")]


@pytest.mark.parametrize(
    ("encoded", "key"),
    [
        ("images/a+b.jpg", "images/a b.jpg"),
        ("images/a%2Bb.jpg", "images/a+b.jpg"),
        ("images/100%25.jpg", "images/100%.jpg"),
        ("images/%2525.jpg", "images/%25.jpg"),
        ("images/sp%C3%A4%C3%9Fe.jpg", "images/späße.jpg"),
        ("images/%F0%9F%98%80.jpg", "images/😀.jpg"),
    ],
)
def test_keys_are_decoded_exactly_once(encoded: str, key: str) -> None:
    assert [object_event.key for object_event in from_s3_event({"Records": [record(encoded)]})] == [key]


def test_all_records_are_read() -> None:
    event = {"Records": [record("images/a.jpg"), record("images/b.jpg")]}
    assert [object_event.key for object_event in from_s3_event(event)] == ["images/a.jpg", "images/b.jpg"]


def test_the_test_event_is_ignored() -> None:
    event = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "amzn-s3-demo-bucket"}
    assert list(from_s3_event(event)) == []


def lost_execution(**detail: Any) -> str:
    input_ = {"key": "images/a.jpg", "source": {"etag": "e", "version_id": "v", "size": 5}}
    return json.dumps(
        {
            "source": "aws.states",
            "detail-type": "Step Functions Execution Status Change",
            "detail": {"status": "ABORTED", "input": json.dumps(input_), "cause": None, **detail},
        }
    )


def test_a_lost_execution_is_a_dead_letter_for_its_object() -> None:
    dead_letter = from_dead_letter(lost_execution())
    source = Source(etag="e", version_id="v", size=5)
    assert dead_letter.object_events == (ObjectEvent(key="images/a.jpg", source=source),)
    assert dead_letter.reason == "ABORTED"


def test_the_reason_of_a_failed_execution_is_its_cause() -> None:
    assert from_dead_letter(lost_execution(status="FAILED", cause="out of memory")).reason == "out of memory"


def dead_letter(**fields: Any) -> str:
    return json.dumps(
        {
            "version": "1.0",
            "timestamp": "2026-11-14T18:16:05.568Z",
            "requestContext": {"condition": "RetriesExhausted", "approximateInvokeCount": 3},
            "requestPayload": {"Records": [record("images/a.jpg")]},
            **fields,
        }
    )


def test_a_dead_letter_has_objects_and_a_reason() -> None:
    parsed = from_dead_letter(dead_letter(responsePayload={"errorMessage": "Task timed out"}))
    assert parsed.object_events == (ObjectEvent(key="images/a.jpg"),)
    assert parsed.reason == "Task timed out"


@pytest.mark.parametrize("payload", [{}, {"responsePayload": None}, {"responsePayload": {}}])
def test_the_reason_of_a_dead_letter_without_a_response_is_its_condition(payload: dict[str, Any]) -> None:
    assert from_dead_letter(dead_letter(**payload)).reason == "RetriesExhausted"
