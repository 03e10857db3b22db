"""Contract of OutputStorage, for the fake and the S3 adapter."""

import uuid

import pytest

from chalicelib.aws.output_urls import PublicUrls
from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.domain.cache_tags import cache_tag
from chalicelib.errors import ConfigurationError, ServiceUnavailable
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


def test_retired_outputs_stay_until_the_lifecycle_rule_deletes_them(
    outputs: OutputStorage, prefix: str
) -> None:
    output = put_one(outputs, f"{prefix}v1/a.jpg")
    outputs.retire([output])
    assert list(outputs.list(prefix)) == [output]


def test_s3_tags_exactly_the_given_versions_when_they_are_retired(emulator: Emulator, prefix: str) -> None:
    outputs = on_s3(emulator)
    first = put_one(outputs, f"{prefix}v1/a.jpg")
    second = put_one(outputs, f"{prefix}v1/a.jpg")
    outputs.retire([first])
    assert tags(emulator, first.key, first.version_id) == [{"Key": "darkroom", "Value": "retired"}]
    assert tags(emulator, second.key, second.version_id) == []


def test_s3_raises_a_transient_error_when_a_retired_version_is_missing(
    emulator: Emulator, prefix: str
) -> None:
    outputs = on_s3(emulator)
    output = put_one(outputs, f"{prefix}v1/a.jpg")
    outputs.remove([output])
    with pytest.raises(ServiceUnavailable):
        outputs.retire([output])


def test_an_output_is_there_from_its_put_until_its_newest_version_is_retired_or_removed(
    outputs: OutputStorage, prefix: str
) -> None:
    key = f"{prefix}v1/a.jpg"
    assert not outputs.has(key)
    first, second = put_one(outputs, key), put_one(outputs, key)
    assert outputs.has(key)
    outputs.retire([first])
    assert outputs.has(key)
    outputs.retire([second])
    assert not outputs.has(key)
    third = put_one(outputs, key)
    assert outputs.has(key)
    outputs.remove([third])
    assert not outputs.has(key)


def test_an_output_below_a_delete_marker_is_not_there(emulator: Emulator, prefix: str) -> None:
    """The lifecycle rule leaves one when it removes a retired output."""
    outputs, key = on_s3(emulator), f"{prefix}v1/a.jpg"
    put_one(outputs, key)
    emulator.clients.s3.delete_object(Bucket=emulator.dest_bucket, Key=key)
    assert not outputs.has(key)


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


def test_an_output_on_s3_has_its_type_cache_headers_and_metadata(emulator: Emulator, prefix: str) -> None:
    output = on_s3(emulator).put(
        f"{prefix}v1/a.webp", b"1", content_type="image/webp", disposition="inline", cache_tag=TAG
    )
    head = emulator.clients.s3.head_object(Bucket=emulator.dest_bucket, Key=output.key)
    assert (head["ContentType"], head["ContentDisposition"]) == ("image/webp", "inline")
    assert head["CacheControl"] == "public, max-age=31536000, immutable"
    assert head["Metadata"] == {"darkroom": "output", "cache-tag": TAG}


def tags(emulator: Emulator, key: str, version_id: str | None) -> object:
    assert version_id is not None
    return emulator.clients.s3.get_object_tagging(Bucket=emulator.dest_bucket, Key=key, VersionId=version_id)[
        "TagSet"
    ]


def test_the_origin_matches_the_urls(outputs: OutputStorage) -> None:
    assert outputs.url("images/a.jpg/v/n.jpg").startswith(f"{outputs.origin()}/")
