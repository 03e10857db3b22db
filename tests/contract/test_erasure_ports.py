"""Contracts of the ports for erasures, and of ImageStore as far as erasures use it."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from chalicelib.aws.erasure_queue import SQSErasureQueue
from chalicelib.aws.object_versions import S3ObjectVersions
from chalicelib.aws.owner_items import DynamoDBOwnerItems
from chalicelib.aws.retention_policies import DynamoDBRetentionPolicies
from chalicelib.domain import erasure
from chalicelib.errors import ImageErased, ServiceUnavailable
from chalicelib.models import ErasureRequest, Image, Lock, LockedVersions, ObjectVersion, OwnerItem, Status
from chalicelib.ports import ImageStore, ObjectVersions, RetentionPolicies
from tests.contract.conftest import DATABASES, EMULATORS
from tests.contract.emulators import Emulator, tables_on
from tests.contract.records import NOW, a_ready_image, an_image
from tests.fakes import FakeObjectVersions, FakeRetentionPolicies, FakeSourceStorage, SourceVersions

Bucket = tuple[ObjectVersions, Callable[[str], object], Callable[[str], object]]


@pytest.fixture(params=["fake", *EMULATORS])
def versions(request: pytest.FixtureRequest) -> Bucket:
    """Return the versions, and functions that put and delete an object as other tools do."""
    if request.param == "fake":
        storage = FakeSourceStorage()
        return FakeObjectVersions(SourceVersions(storage)), lambda key: storage.put(key, b"x"), storage.delete
    emulator: Emulator = request.getfixturevalue(request.param)
    s3, name = emulator.clients.s3, emulator.upload_bucket
    return (
        S3ObjectVersions(s3, name),
        lambda key: s3.put_object(Bucket=name, Key=key, Body=b"x"),
        lambda key: s3.delete_object(Bucket=name, Key=key),
    )


def listed(versions: ObjectVersions, prefix: str) -> list[ObjectVersion]:
    return [version for page in versions.pages(prefix) for version in page]


def test_all_versions_and_delete_markers_are_listed_and_can_be_removed(versions: Bucket, key: str) -> None:
    port, put, delete = versions
    put(key), put(key), delete(key), put(f"{key}.other")
    mine = [version for version in listed(port, key) if version.key == key]
    assert len(mine) == 3
    for version in (*mine, *mine):
        assert port.remove(version) is None
    assert [version.key for version in listed(port, key)] == [f"{key}.other"]


def test_a_hidden_object_gets_a_delete_marker(versions: Bucket, key: str) -> None:
    port, put, _ = versions
    put(key)
    port.hide(key)
    assert len(listed(port, key)) == 2


@pytest.mark.parametrize("held", [False, True])
def test_a_locked_version_stays_and_its_lock_is_returned(moto: Emulator, key: str, held: bool) -> None:  # noqa: FBT001 - parameters of tests have names
    s3, bucket = moto.clients.s3, uuid.uuid4().hex
    until = datetime(2099, 1, 1, tzinfo=UTC)
    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    lock = (
        {"ObjectLockLegalHoldStatus": "ON"}
        if held
        else {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
    )
    stored = s3.put_object(Bucket=bucket, Key=key, Body=b"x", **lock)
    port = S3ObjectVersions(s3, bucket)
    version = ObjectVersion(key=key, version_id=stored["VersionId"])
    assert port.remove(version) == Lock(until=None if held else until)
    assert listed(port, key) == [version]


def test_a_request_is_received_as_it_was_sent(emulator: Emulator) -> None:
    sqs, name = emulator.clients.sqs, uuid.uuid4().hex
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    request = ErasureRequest(image_id="abc")
    SQSErasureQueue(sqs, name).send(request)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert msgspec.json.decode(message["Body"], type=ErasureRequest) == request


def test_a_missing_queue_is_a_transient_error(emulator: Emulator) -> None:
    with pytest.raises(ServiceUnavailable, match="Queueing the erasure"):
        SQSErasureQueue(emulator.clients.sqs, "nowhere").send(ErasureRequest(image_id="abc"))


@pytest.fixture(params=["fake", *DATABASES])
def policies(request: pytest.FixtureRequest) -> RetentionPolicies:
    if request.param == "fake":
        return FakeRetentionPolicies()
    tables = tables_on(request)
    return DynamoDBRetentionPolicies(tables.client, tables.images)


def test_a_policy_is_kept_until_it_is_removed(policies: RetentionPolicies) -> None:
    owner = uuid.uuid4().hex
    assert policies.days(owner) is None
    policies.set_days(owner, 90)
    policies.set_days(owner, 30)
    assert policies.days(owner) == 30
    assert policies.days(owner, latest=True) == 30
    for _ in range(2):
        policies.set_days(owner, None)
    assert policies.days(owner) is None


def erasing(image: Image) -> Image:
    return erasure.requested(image, now=NOW)


def test_a_record_that_is_superseded_has_the_next_revision(store: ImageStore) -> None:
    claimed = store.claim(an_image(status=Status.PROCESSING))
    newer = store.supersede(erasing(claimed))
    assert newer is not None
    assert (newer.revision, store.get(claimed.id)) == (claimed.revision + 1, newer)
    assert store.supersede(erasing(claimed)) is None
    assert store.finalize(a_ready_image(claimed)) is None


def test_a_form_that_was_never_used_can_be_superseded(store: ImageStore) -> None:
    image = an_image()
    store.create(image)
    assert store.supersede(erasing(image)) is not None


def test_a_record_that_was_only_deferred_can_be_superseded(store: ImageStore) -> None:
    image = an_image(status=Status.PROCESSING)
    store.defer(image, NOW)
    assert store.supersede(erasing(image)) is not None


def test_a_newer_description_of_a_variants_image_is_not_superseded(store: ImageStore) -> None:
    ready = a_ready_image(store.claim(an_image(status=Status.PROCESSING)))
    store.finalize(ready)
    assert store.set_metadata(ready)
    assert store.supersede(ready) is None


def test_nothing_can_claim_a_record_while_it_is_erased(store: ImageStore) -> None:
    claimed = store.claim(an_image(status=Status.PROCESSING))
    marked = store.supersede(erasing(claimed))
    with pytest.raises(ImageErased):
        store.claim(replace(claimed, updated_at=NOW + timedelta(minutes=1)))
    assert store.get(claimed.id) == marked


def test_a_tombstone_of_an_erasure_is_returned_as_it_was_written(store: ImageStore) -> None:
    marked = store.supersede(erasing(store.claim(an_image(status=Status.PROCESSING))))
    assert marked is not None
    done = erasure.completed(marked, [Lock(until=NOW), Lock(until=None)], now=NOW)
    assert store.finalize(done) == done
    found = store.get(done.id)
    assert found is not None
    assert (found.key, found.filename, found.erasure) == ("", "", done.erasure)
    assert found.erasure is not None
    assert found.erasure.locked == LockedVersions(count=2, until=None)


@pytest.mark.parametrize("tables_of", EMULATORS)
def test_the_items_of_an_owner_are_found_and_no_others(
    request: pytest.FixtureRequest, tables_of: str
) -> None:
    emulator: Emulator = request.getfixturevalue(tables_of)
    client, table = emulator.clients.dynamodb, emulator.tables.images
    owner = f"alice#{uuid.uuid4().hex}"
    mine = [f"usage#{owner}#2026-11-30", f"invalidations#{owner}#2026-11-30"]
    others = [f"usage#{owner}#bob#2026-11-30"]
    for item_id in (*mine, *others):
        client.put_item(TableName=table, Item={"id": {"S": item_id}})
    items = DynamoDBOwnerItems(client, table)
    assert {item.id for item in items.of(owner)} == {*mine}
    for item in list(items.of(owner)):
        items.remove(item)
    assert list(items.of(owner)) == []
    assert {OwnerItem(id=others[0])} == set(items.of(f"{owner}#bob"))
