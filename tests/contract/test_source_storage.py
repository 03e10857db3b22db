"""Contract of SourceStorage, for the fake and the S3 adapter."""

import uuid
from datetime import timedelta

import pytest

from chalicelib.aws.output_urls import PublicUrls
from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.errors import ObjectNotFound, ServiceUnavailable, SourceUnreadable
from chalicelib.models import Source, UploadPolicy
from chalicelib.ports import SourceStorage
from tests.contract.conftest import Put
from tests.contract.emulators import Emulator
from tests.contract.records import UPLOAD_POLICY
from tests.fakes import START, FakeClock, FakeSourceStorage

LATER = START + timedelta(seconds=600)


def test_an_object_is_read_unchanged(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    opened = storage.open(key)
    assert opened.read() == b"one"
    assert (opened.source.size, opened.source.content_type) == (3, "image/jpeg")
    assert opened.source.etag == "f97c5d29941bfb1b2fdab0874906ab82"


def test_an_empty_object_can_be_read(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"")
    assert storage.open(key).read() == b""


def test_the_content_encoding_is_known_and_not_undone(emulator: Emulator, key: str) -> None:
    s3, uploads = emulator.clients.s3, emulator.upload_bucket
    s3.put_object(Bucket=uploads, Key=key, Body=b"packed", ContentEncoding="gzip")
    opened = S3SourceStorage(s3, uploads, clock=FakeClock()).open(key)
    assert (opened.content_encoding, opened.read()) == ("gzip", b"packed")


def test_an_object_without_a_content_encoding_has_none(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    assert storage.open(key).content_encoding is None


def archived_on_s3(emulator: Emulator, key: str) -> SourceStorage:
    s3, uploads = emulator.clients.s3, emulator.upload_bucket
    s3.put_object(Bucket=uploads, Key=key, Body=b"one", StorageClass="DEEP_ARCHIVE")
    # Another object whose key begins with the same characters.
    s3.put_object(Bucket=uploads, Key=f"{key}.jpg", Body=b"another")
    return S3SourceStorage(s3, uploads, clock=FakeClock())


def archived_in_the_fake(key: str) -> SourceStorage:
    fake = FakeSourceStorage()
    fake.put(key, b"one")
    fake.archive(key)
    return fake


@pytest.mark.parametrize("storage_name", ["fake", "moto"])
def test_an_archived_object_is_opened_but_cannot_be_read(
    request: pytest.FixtureRequest, storage_name: str, key: str
) -> None:
    if storage_name == "fake":
        storage = archived_in_the_fake(key)
    else:
        storage = archived_on_s3(request.getfixturevalue(storage_name), key)
    opened = storage.open(key)
    assert (opened.source.size, opened.source.etag) == (3, "f97c5d29941bfb1b2fdab0874906ab82")
    for each in (opened, storage.open_version(key, opened.source)):
        with pytest.raises(SourceUnreadable):
            each.read()


def test_the_newest_version_is_opened(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    before = storage.open(key).source
    put(key, b"two")
    opened = storage.open(key)
    assert opened.read() == b"two"
    assert opened.source.version_id != before.version_id


def test_a_missing_object_is_not_found(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, _ = bucket
    with pytest.raises(ObjectNotFound):
        storage.open(key)


def test_a_deleted_object_is_not_found(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    storage.delete(key)
    with pytest.raises(ObjectNotFound):
        storage.open(key)


def test_objects_are_listed_in_byte_order_of_their_keys(
    bucket: tuple[SourceStorage, Put],
) -> None:
    storage, put = bucket
    folder = f"images/{uuid.uuid4().hex}/"
    names = ["B.jpg", "a +%41.jpg", "a/b.jpg", "b.jpg", "ä.jpg", "\uffee.jpg", "😀.jpg"]
    for name in reversed(names):
        put(f"{folder}{name}", b"one")
    put(f"images/{uuid.uuid4().hex}.jpg", b"one")
    listed = list(storage.list(folder))
    assert [key.removeprefix(folder) for key, _ in listed] == names
    assert {source for _, source in listed} == {Source(etag="f97c5d29941bfb1b2fdab0874906ab82", size=3)}


@pytest.mark.parametrize("after", ["a +%41.jpg", "b", "ä.jpg", "zzz"])
def test_a_listing_can_start_after_a_key(bucket: tuple[SourceStorage, Put], after: str) -> None:
    storage, put = bucket
    folder = f"images/{uuid.uuid4().hex}/"
    names = ["a +%41.jpg", "b.jpg", "ä.jpg", "ö.jpg"]
    for name in names:
        put(f"{folder}{name}", b"one")
    listed = [key.removeprefix(folder) for key, _ in storage.list(folder, f"{folder}{after}")]
    assert listed == [name for name in names if name.encode() > after.encode()]


def test_an_output_copied_into_the_upload_bucket_is_recognized(emulator: Emulator, key: str) -> None:
    s3, uploads, processed = emulator.clients.s3, emulator.upload_bucket, emulator.dest_bucket
    outputs = S3OutputStorage(s3, processed, url_of=PublicUrls("https://cdn.example"))
    outputs.put(
        f"{key}/v/300x300.jpg", b"small", content_type="image/jpeg", disposition="inline", cache_tag="tag"
    )
    s3.copy_object(Bucket=uploads, Key=key, CopySource={"Bucket": processed, "Key": f"{key}/v/300x300.jpg"})
    assert S3SourceStorage(s3, uploads, clock=FakeClock()).open(key).is_output


def test_an_upload_is_not_an_output(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    assert not storage.open(key).is_output


def test_deleting_a_missing_object_is_not_an_error(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, _ = bucket
    storage.delete(key)


def test_a_form_fixes_key_type_status_and_metadata(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, _ = bucket
    policy = UploadPolicy(content_type="image/png", max_bytes=9, checksum_sha256=f"{'A' * 43}=")
    form = storage.presign_upload(key, policy, image_id="i", owner="o", expires_at=LATER)
    assert form.method == "POST"
    assert form.url.startswith("http")
    assert form.expires_at == LATER
    assert {name: value for name, value in form.fields.items() if name in EXPECTED_FIELDS} == {
        "key": key,
        "Content-Type": "image/png",
        "success_action_status": "201",
        "x-amz-meta-image-id": "i",
        "x-amz-meta-owner": "o",
        "x-amz-checksum-sha256": policy.checksum_sha256,
    }
    assert "policy" in form.fields


def test_the_origin_matches_the_forms(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, _ = bucket
    form = storage.presign_upload(key, UPLOAD_POLICY, image_id="i", owner="o", expires_at=LATER)
    assert form.url.startswith(f"{storage.origin()}/")


EXPECTED_FIELDS = {
    "key",
    "Content-Type",
    "success_action_status",
    "x-amz-meta-image-id",
    "x-amz-meta-owner",
    "x-amz-checksum-sha256",
}


def test_a_missing_bucket_is_not_mistaken_for_a_missing_object(emulator: Emulator) -> None:
    storage = S3SourceStorage(emulator.clients.s3, "no-such-bucket", clock=FakeClock())
    with pytest.raises(ServiceUnavailable):
        storage.open("images/cat.jpg")
