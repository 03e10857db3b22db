"""Contract of OutputStorage, for the fake and the S3 adapter."""

import uuid

import pytest

from chalicelib.aws.output_urls import PublicUrls
from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.domain.invalidation import cache_tag
from chalicelib.errors import ConfigurationError
from chalicelib.models import StoredOutput
from chalicelib.ports import OutputStorage
from tests.contract.conftest import EMULATORS
from tests.contract.emulators import Emulator
from tests.contract.urls import presigned_urls
from tests.fakes import FakeOutputStorage

TAG = cache_tag("an-image")


@pytest.fixture(params=["fake", *EMULATORS])
def outputs(request: pytest.FixtureRequest) -> OutputStorage:
    return FakeOutputStorage() if request.param == "fake" else on_s3(request.getfixturevalue(request.param))


def on_s3(emulator: Emulator) -> S3OutputStorage:
    s3, bucket = emulator.clients.s3, emulator.dest_bucket
    return S3OutputStorage(s3, bucket, url_of=presigned_urls(s3, bucket))


def put_one(outputs: OutputStorage, key: str) -> StoredOutput:
    return outputs.put(key, b"1", content_type="image/jpeg", disposition="inline", cache_tag=TAG)


@pytest.fixture
def prefix() -> str:
    return f"images/{uuid.uuid4().hex}/späße +1 %41 😀.jpg/"


def test_the_listing_is_empty_at_first(outputs: OutputStorage, prefix: str) -> None:
    assert list(outputs.list(prefix)) == []


def test_every_stored_version_is_listed(outputs: OutputStorage, prefix: str) -> None:
    put = [
        put_one(outputs, f"{prefix}v1/a.jpg"),
        put_one(outputs, f"{prefix}v1/a.jpg"),
        outputs.put(
            f"{prefix}v2/b.webp", b"2", content_type="image/webp", disposition="inline", cache_tag=TAG
        ),
    ]
    assert len(set(put)) == 3
    assert set(outputs.list(prefix)) == set(put)


def test_only_outputs_under_the_prefix_are_listed(outputs: OutputStorage, prefix: str) -> None:
    put_one(outputs, f"{prefix}v1/a.jpg")
    assert list(outputs.list(f"{prefix}v2/")) == []


def test_exactly_the_given_versions_are_removed(outputs: OutputStorage, prefix: str) -> None:
    first = put_one(outputs, f"{prefix}v1/a.jpg")
    second = put_one(outputs, f"{prefix}v1/a.jpg")
    outputs.remove([first])
    assert list(outputs.list(prefix)) == [second]


def test_removing_a_version_twice_is_not_an_error(outputs: OutputStorage, prefix: str) -> None:
    output = put_one(outputs, f"{prefix}v1/a.jpg")
    outputs.remove([output])
    outputs.remove([output])
    assert list(outputs.list(prefix)) == []


def test_the_newest_version_is_the_last_one_that_is_stored(outputs: OutputStorage, prefix: str) -> None:
    key = f"{prefix}v1/a.jpg"
    assert outputs.newest(key) is None
    first, second = put_one(outputs, key), put_one(outputs, key)
    assert outputs.newest(key) == second
    outputs.remove([second])
    assert outputs.newest(key) == first
    outputs.remove([first])
    assert outputs.newest(key) is None


def put_new(outputs: OutputStorage, key: str, content: bytes = b"1") -> StoredOutput | None:
    return outputs.put_new(key, content, content_type="image/jpeg", disposition="inline", cache_tag=TAG)


def test_a_new_output_does_not_replace_one_that_is_there(outputs: OutputStorage, prefix: str) -> None:
    key = f"{prefix}v1/a.jpg"
    first = put_new(outputs, key)
    assert first is not None
    assert put_new(outputs, key, b"2") is None
    assert list(outputs.list(prefix)) == [first]


def test_a_new_output_can_be_stored_after_the_last_one_was_removed(
    outputs: OutputStorage, prefix: str
) -> None:
    first = put_new(outputs, f"{prefix}v1/a.jpg")
    assert first is not None
    outputs.remove([first])
    second = put_new(outputs, f"{prefix}v1/a.jpg")
    assert second is not None
    assert list(outputs.list(prefix)) == [second]


def test_an_output_below_a_delete_marker_is_not_there(emulator: Emulator, prefix: str) -> None:
    """The lifecycle rule of earlier releases left one when it removed an output."""
    outputs, key = on_s3(emulator), f"{prefix}v1/a.jpg"
    put_one(outputs, key)
    emulator.clients.s3.delete_object(Bucket=emulator.dest_bucket, Key=key)
    assert outputs.newest(key) is None
    assert put_new(outputs, key) is not None


def test_a_versioned_bucket_is_accepted(emulator: Emulator) -> None:
    on_s3(emulator).check_versioning()


@pytest.mark.parametrize("suspended", [False, True])
def test_a_bucket_without_versioning_is_refused(emulator: Emulator, *, suspended: bool) -> None:
    s3, bucket = emulator.clients.s3, f"unversioned-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=bucket)
    if suspended:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    outputs = S3OutputStorage(s3, bucket, url_of=PublicUrls("https://cdn.example"))
    with pytest.raises(ConfigurationError, match="DEST_BUCKET"):
        outputs.check_versioning()
    with pytest.raises(ConfigurationError, match="DEST_BUCKET"):
        put_one(outputs, "images/a.jpg/v1/a.jpg")


@pytest.mark.parametrize("method", ["put", "put_new"])
def test_an_output_on_s3_has_its_type_cache_headers_and_metadata(
    emulator: Emulator, prefix: str, method: str
) -> None:
    put = getattr(on_s3(emulator), method)
    output = put(f"{prefix}v1/a.webp", b"1", content_type="image/webp", disposition="inline", cache_tag=TAG)
    head = emulator.clients.s3.head_object(Bucket=emulator.dest_bucket, Key=output.key)
    assert (head["ContentType"], head["ContentDisposition"]) == ("image/webp", "inline")
    assert head["CacheControl"] == "public, max-age=31536000, immutable"
    assert head["Metadata"] == {"darkroom": "output", "cache-tag": TAG}


def test_the_origin_matches_the_urls(outputs: OutputStorage) -> None:
    assert outputs.url("images/a.jpg/v/n.jpg").startswith(f"{outputs.origin()}/")
