"""Contract of ArtifactStorage, for the fake and the S3 adapter."""

import uuid
from collections.abc import Callable

import pytest

from chalicelib.aws.artifact_bucket import S3ArtifactStorage
from chalicelib.errors import ObjectNotFound
from chalicelib.ports import ArtifactStorage
from tests.conftest import Aws
from tests.fakes import FakeArtifactStorage

Put = Callable[[str, bytes], str]
LIMIT = 100


@pytest.fixture(params=["fake", "s3"])
def bucket(request: pytest.FixtureRequest) -> tuple[ArtifactStorage, Put]:
    """Return the storage, and a function that puts an object and returns its version id."""
    if request.param == "fake":
        fake = FakeArtifactStorage()
        return fake, fake.put
    aws: Aws = request.getfixturevalue("aws")
    # Any versioned bucket will do.
    s3, name = aws.clients.s3, aws.resources.dest_bucket

    def put(key: str, content: bytes) -> str:
        return s3.put_object(Bucket=name, Key=key, Body=content)["VersionId"]

    return S3ArtifactStorage(s3, name), put


@pytest.fixture
def key() -> str:
    return f"{uuid.uuid4().hex}/presets.json"


def test_exactly_one_version_is_read(bucket: tuple[ArtifactStorage, Put], key: str) -> None:
    storage, put = bucket
    first, second = put(key, b"one"), put(key, b"two")
    assert storage.read(key, first, LIMIT) == b"one"
    assert storage.read(key, second, LIMIT) == b"two"


@pytest.mark.parametrize("size", [0, 1, LIMIT - 1, LIMIT, LIMIT + 1, 100_000])
def test_no_more_is_read_than_the_limit(bucket: tuple[ArtifactStorage, Put], key: str, size: int) -> None:
    storage, put = bucket
    content = bytes(n % 251 for n in range(size))
    assert storage.read(key, put(key, content), LIMIT) == content[:LIMIT]


def test_another_key_has_no_such_version(bucket: tuple[ArtifactStorage, Put], key: str) -> None:
    storage, put = bucket
    version_id = put(key, b"one")
    with pytest.raises(ObjectNotFound):
        storage.read(f"{key}.old", version_id, LIMIT)


@pytest.mark.parametrize("version_id", ["v0", "not a version", str(uuid.UUID(int=0))])
def test_a_version_that_does_not_exist_is_not_found(
    bucket: tuple[ArtifactStorage, Put], key: str, version_id: str
) -> None:
    storage, put = bucket
    put(key, b"one")
    with pytest.raises(ObjectNotFound):
        storage.read(key, version_id, LIMIT)


def test_a_missing_bucket_is_not_found(aws: Aws) -> None:
    with pytest.raises(ObjectNotFound, match="no-such-bucket"):
        S3ArtifactStorage(aws.clients.s3, "no-such-bucket").read("presets.json", "v", LIMIT)
