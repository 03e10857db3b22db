"""Complete S3 events, in the formats that AWS documents.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.s3_events import ObjectEvent, from_dead_letter, from_s3_event
from chalicelib.models import Source

KEY = "images/red+flower%C3%A4.jpg"
PLAIN = "images/red flowerä.jpg"
ETAG = "b1946ac92492d2347c6235b4d2611184"
VERSION = "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e"
CREATED = ObjectEvent(key=PLAIN, source=Source(etag=ETAG, version_id=VERSION, size=5))
REMOVED = ObjectEvent(key=PLAIN)

# Each minor version adds fields for some events, and removes none.
ADDED: dict[str, dict[str, Any]] = {
    "2.1": {},
    "2.2": {"replicationEventData": {"replicationRuleId": "1", "s3Operation": "OBJECT_REPUT"}},
    "2.3": {"lifecycleEventData": {"transitionEventData": {"destinationStorageClass": "GLACIER"}}},
    "2.4": {"glacierEventData": {"restoreEventData": {"lifecycleRestoreStorageClass": "GLACIER"}}},
    "2.5": {"intelligentTieringEventData": {"destinationAccessTier": "ARCHIVE_ACCESS"}},
    "2.6": {"fieldOfTheFuture": [{"nobody": "knows"}]},
}


def s3_document(version: str, name: str, **item: Any) -> dict[str, Any]:
    record = {
        "eventVersion": version,
        "eventSource": "aws:s3",
        "awsRegion": "us-west-2",
        "eventTime": "1970-01-01T00:00:00.000Z",
        "eventName": name,
        "userIdentity": {"principalId": "AIDAJDPLRKLG7UEXAMPLE"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8/IgAtTv8xR"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "testConfigRule",
            "bucket": {
                "name": "amzn-s3-demo-bucket",
                "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
                "arn": "arn:aws:s3:::amzn-s3-demo-bucket",
            },
            "object": {"key": KEY, "sequencer": "0055AED6DCD90281E5", **item},
        },
    }
    return {"Records": [{**record, **ADDED[version]}]}


def eventbridge_document(kind: str, **detail: Any) -> dict[str, Any]:
    return {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": kind,
        "source": "aws.s3",
        "account": "111122223333",
        "time": "2021-11-12T00:00:00Z",
        "region": "ca-central-1",
        "resources": ["arn:aws:s3:::amzn-s3-demo-bucket1"],
        "detail": {
            "version": "0",
            "bucket": {"name": "amzn-s3-demo-bucket1"},
            "object": {
                "key": PLAIN,
                "size": 5,
                "etag": ETAG,
                "version-id": VERSION,
                "sequencer": "617f08299329d189",
            },
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": "123456789012",
            "source-ip-address": "192.0.2.4",
            **detail,
        },
    }


@pytest.mark.parametrize("version", ADDED)
@pytest.mark.parametrize("how", ["Put", "Post", "Copy", "CompleteMultipartUpload"])
def test_s3_reports_a_new_object(version: str, how: str) -> None:
    document = s3_document(version, f"ObjectCreated:{how}", size=5, eTag=ETAG, versionId=VERSION)
    assert list(from_s3_event(document)) == [CREATED]


@pytest.mark.parametrize("version", ADDED)
def test_s3_reports_a_delete_marker(version: str) -> None:
    document = s3_document(version, "ObjectRemoved:DeleteMarkerCreated", versionId=VERSION)
    assert list(from_s3_event(document)) == [REMOVED]


@pytest.mark.parametrize("version", ADDED)
def test_s3_reports_a_removed_version(version: str) -> None:
    document = s3_document(version, "ObjectRemoved:Delete", versionId=VERSION)
    assert list(from_s3_event(document)) == [replace(REMOVED, removed_version=VERSION)]


@pytest.mark.parametrize("version", ADDED)
def test_s3_reports_a_removed_object_without_versioning(version: str) -> None:
    assert list(from_s3_event(s3_document(version, "ObjectRemoved:Delete"))) == [REMOVED]


@pytest.mark.parametrize("reason", ["PutObject", "POST Object", "CopyObject", "CompleteMultipartUpload"])
def test_eventbridge_reports_a_new_object_with_an_unencoded_key(reason: str) -> None:
    document = eventbridge_document("Object Created", reason=reason)
    assert list(from_s3_event(document)) == [CREATED]


def test_eventbridge_events_have_no_version_id_without_versioning() -> None:
    document = eventbridge_document("Object Created", object={"key": PLAIN, "size": 5, "etag": ETAG})
    assert list(from_s3_event(document)) == [ObjectEvent(key=PLAIN, source=Source(etag=ETAG, size=5))]


@pytest.mark.parametrize(
    ("deletion", "removed_version"), [("Permanently Deleted", VERSION), ("Delete Marker Created", None)]
)
def test_eventbridge_reports_a_removed_object(deletion: str, removed_version: str | None) -> None:
    fields = {
        "object": {"key": PLAIN, "version-id": VERSION},
        "reason": "DeleteObject",
        "deletion-type": deletion,
    }
    expected = replace(REMOVED, removed_version=removed_version)
    assert list(from_s3_event(eventbridge_document("Object Deleted", **fields))) == [expected]


@pytest.mark.parametrize("name", ["ObjectTagging:Put", "ObjectAcl:Put", "ObjectRestore:Completed"])
def test_notifications_that_do_not_change_the_content_are_ignored(name: str) -> None:
    assert list(from_s3_event(s3_document("2.3", name, eTag=ETAG))) == []


@pytest.mark.parametrize("kind", ["Object Tags Added", "Object ACL Updated", "Object Restore Completed"])
def test_events_that_do_not_change_the_content_are_ignored(kind: str) -> None:
    assert list(from_s3_event(eventbridge_document(kind))) == []


@pytest.mark.parametrize("version", ADDED)
@pytest.mark.parametrize("how", ["Delete", "DeleteMarkerCreated"])
def test_an_expired_object_is_not_a_removed_one(version: str, how: str) -> None:
    assert list(from_s3_event(s3_document(version, f"LifecycleExpiration:{how}", versionId=VERSION))) == []


@pytest.mark.parametrize("deletion", ["Permanently Deleted", "Delete Marker Created"])
def test_an_expired_object_is_not_a_removed_one_in_eventbridge(deletion: str) -> None:
    fields = {"object": {"key": PLAIN}, "reason": "Lifecycle Expiration", "deletion-type": deletion}
    assert list(from_s3_event(eventbridge_document("Object Deleted", **fields))) == []


@pytest.mark.parametrize(
    "event",
    [
        s3_document("2.3", "LifecycleExpiration:Delete"),
        eventbridge_document("Object Deleted", object={"key": PLAIN}, reason="Lifecycle Expiration"),
    ],
    ids=["notification", "eventbridge"],
)
def test_a_dead_letter_about_an_expired_object_names_no_object(event: dict[str, Any]) -> None:
    body = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": event}
    assert from_dead_letter(json.dumps(body)).object_events == ()


def test_a_dead_letter_from_eventbridge_names_its_object() -> None:
    event = eventbridge_document("Object Deleted", object={"key": PLAIN}, reason="DeleteObject")
    body = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": event}
    assert from_dead_letter(json.dumps(body)).object_events == (REMOVED,)
