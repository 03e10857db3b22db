"""Contract of MultipartStorage, for the fake and the S3 adapter."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from chalicelib.aws.multipart_uploads import S3MultipartStorage
from chalicelib.errors import NoMultipartUpload
from chalicelib.models import StoredPart, UploadPolicy
from chalicelib.ports import MultipartStorage
from tests.contract.emulators import Emulator
from tests.contract.form_server import FormServer
from tests.fakes import FakeMultipartStorage, FakeSourceStorage

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MIB = 1024 * 1024
FIRST, LAST = bytes(5 * _MIB), b"the end"
POLICY = UploadPolicy(content_type="image/png", max_bytes=len(FIRST) + len(LAST))


class Stored(Protocol):
    """What is stored under the key: content, content type, image id and owner."""

    def __call__(self, key: str) -> tuple[bytes, str, str]: ...


class Bucket:
    """A bucket with multipart uploads. `put` sends a part to its URL, `stored` reads an object."""

    def __init__(
        self, storage: MultipartStorage, put: Callable[[str, bytes], object], stored: Stored
    ) -> None:
        self.storage, self.put, self.stored = storage, put, stored

    def begin(self, key: str) -> str:
        return self.storage.begin(key, POLICY, image_id="id", owner="me")

    def send(self, key: str, upload_id: str, number: int, content: bytes) -> None:
        url = self.storage.sign_part(key, upload_id, number=number, size=len(content), expires_in=60)
        self.put(url, content)

    def filled(self, key: str) -> str:
        """Return the id of an upload whose parts are all stored."""
        upload_id = self.begin(key)
        self.send(key, upload_id, 2, LAST)
        self.send(key, upload_id, 1, FIRST)
        return upload_id


def in_memory() -> Bucket:
    sources = FakeSourceStorage()
    fake = FakeMultipartStorage(sources)

    def put(url: str, content: bytes) -> None:
        query = parse_qs(urlsplit(url).query)
        fake.put_part(query["uploadId"][0], int(query["partNumber"][0]), content)

    def stored(key: str) -> tuple[bytes, str, str]:
        found = sources.open(key)
        return found.content, found.source.content_type, found.image_id or ""

    return Bucket(fake, put, stored)


def on_server(client: "S3Client", name: str) -> Bucket:
    def put(url: str, content: bytes) -> None:
        assert requests.put(url, data=content, timeout=30).status_code == 200

    def stored(key: str) -> tuple[bytes, str, str]:
        found = client.get_object(Bucket=name, Key=key)
        assert found["Metadata"]["owner"] == "me"
        return found["Body"].read(), found["ContentType"], found["Metadata"]["image-id"]

    return Bucket(S3MultipartStorage(client, name), put, stored)


@pytest.fixture(params=["fake", "moto", "ministack", "seaweed"])
def uploads(request: pytest.FixtureRequest) -> Bucket:
    if request.param == "fake":
        return in_memory()
    server: Emulator | FormServer = request.getfixturevalue(request.param)
    if isinstance(server, FormServer):
        return on_server(server.client, server.bucket)
    return on_server(server.clients.s3, server.upload_bucket)


def test_a_complete_upload_is_the_object_that_a_form_would_make(uploads: Bucket, key: str) -> None:
    upload_id = uploads.filled(key)
    stored = uploads.storage.stored(key, upload_id)
    assert [(part.number, part.size) for part in stored] == [(1, len(FIRST)), (2, len(LAST))]
    assert uploads.storage.complete(key, upload_id, stored)
    assert uploads.stored(key) == (FIRST + LAST, "image/png", "id")


def test_nothing_is_stored_at_first(uploads: Bucket, key: str) -> None:
    assert list(uploads.storage.stored(key, uploads.begin(key))) == []


@pytest.mark.parametrize("uploads", ["fake", "moto", "ministack"], indirect=True)
def test_a_part_that_is_sent_again_replaces_the_first(uploads: Bucket, key: str) -> None:
    # S3 lists only the newest part of a number, SeaweedFS lists both.
    upload_id = uploads.begin(key)
    uploads.send(key, upload_id, 1, b"one")
    before = uploads.storage.stored(key, upload_id)
    uploads.send(key, upload_id, 1, b"three")
    assert [(part.number, part.size) for part in uploads.storage.stored(key, upload_id)] == [(1, 5)]
    assert not uploads.storage.complete(key, upload_id, before)
    assert uploads.storage.stored(key, upload_id)


def test_a_part_that_was_never_stored_completes_nothing(uploads: Bucket, key: str) -> None:
    upload_id = uploads.filled(key)
    first, last = uploads.storage.stored(key, upload_id)
    stored = [first, StoredPart(number=last.number, size=last.size, etag="0" * 32)]
    assert not uploads.storage.complete(key, upload_id, stored)


@pytest.mark.parametrize("uploads", ["fake", "ministack", "seaweed"], indirect=True)
def test_an_aborted_upload_cannot_be_completed(uploads: Bucket, key: str) -> None:
    # moto answers with an internal error.
    upload_id = uploads.filled(key)
    stored = uploads.storage.stored(key, upload_id)
    uploads.storage.abort(key, upload_id)
    with pytest.raises(NoMultipartUpload):
        uploads.storage.complete(key, upload_id, stored)


def test_an_aborted_upload_has_ended(uploads: Bucket, key: str) -> None:
    upload_id = uploads.filled(key)
    uploads.storage.abort(key, upload_id)
    uploads.storage.abort(key, upload_id)
    with pytest.raises(NoMultipartUpload):
        uploads.storage.stored(key, upload_id)


def test_a_complete_upload_has_ended_and_cannot_be_aborted(uploads: Bucket, key: str) -> None:
    upload_id = uploads.filled(key)
    uploads.storage.complete(key, upload_id, uploads.storage.stored(key, upload_id))
    with pytest.raises(NoMultipartUpload):
        uploads.storage.stored(key, upload_id)
    uploads.storage.abort(key, upload_id)
    assert uploads.stored(key)[0] == FIRST + LAST


def test_the_location_is_that_of_the_parts(uploads: Bucket, key: str) -> None:
    url = uploads.storage.sign_part(key, uploads.begin(key), number=1, size=1, expires_in=60)
    assert url.partition("?")[0] == uploads.storage.location(key)
