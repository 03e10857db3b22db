"""What the URL of a part allows, tested with a server that checks signatures as S3 does."""

import http.client
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import requests

from chalicelib.aws.multipart_uploads import S3MultipartStorage
from chalicelib.models import UploadPolicy
from tests.contract.form_server import FormServer

CONTENT = b"the expected content"
POLICY = UploadPolicy(content_type="image/jpeg", max_bytes=len(CONTENT))


@dataclass(frozen=True)
class Upload:
    """An open upload, and the URL of its first part."""

    storage: S3MultipartStorage
    key: str
    id: str

    def url(self, *, number: int = 1, expires_in: int = 60) -> str:
        return self.storage.sign_part(
            self.key, self.id, number=number, size=len(CONTENT), expires_in=expires_in
        )

    def is_refused(self, response: requests.Response) -> bool:
        return 400 <= response.status_code < 500 and not self.storage.stored(self.key, self.id)


@pytest.fixture
def upload(seaweed: FormServer) -> Upload:
    storage = S3MultipartStorage(seaweed.client, seaweed.bucket)
    key = f"images/{uuid.uuid4().hex}/späße +1.jpg"
    return Upload(storage, key, storage.begin(key, POLICY, image_id="id", owner="me"))


def put(url: str, content: bytes = CONTENT) -> requests.Response:
    return requests.put(url, data=content, timeout=30)


def test_exactly_the_signed_length_is_accepted(upload: Upload) -> None:
    assert put(upload.url()).status_code == 200
    assert [part.size for part in upload.storage.stored(upload.key, upload.id)] == [len(CONTENT)]


@pytest.mark.parametrize("content", [CONTENT + b"!", CONTENT[:-1], b""], ids=["longer", "shorter", "empty"])
def test_another_length_is_refused(upload: Upload, content: bytes) -> None:
    assert upload.is_refused(put(upload.url(), content))


def test_a_body_without_a_length_is_refused(upload: Upload) -> None:
    response = requests.put(upload.url(), data=iter([CONTENT]), timeout=30)
    assert response.status_code >= 400
    assert not upload.storage.stored(upload.key, upload.id)


def test_a_body_that_ends_before_its_length_stores_nothing(upload: Upload) -> None:
    parts = urlsplit(upload.url())
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.putrequest("PUT", f"{parts.path}?{parts.query}")
    connection.putheader("Content-Length", str(len(CONTENT)))
    connection.endheaders(CONTENT[:5])
    connection.close()
    assert not upload.storage.stored(upload.key, upload.id)


def test_another_part_number_is_refused(upload: Upload) -> None:
    assert upload.is_refused(put(upload.url().replace("partNumber=1", "partNumber=2")))


def test_another_key_is_refused(upload: Upload) -> None:
    assert upload.is_refused(put(upload.url().replace("images/", "images/other-")))


def test_another_method_is_refused(upload: Upload) -> None:
    assert upload.is_refused(requests.delete(upload.url(), timeout=30))
    assert upload.is_refused(requests.get(upload.url(), timeout=30))


def test_an_expired_url_is_refused(upload: Upload) -> None:
    url, give_up_at = upload.url(expires_in=1), time.monotonic() + 30
    while put(url).status_code == 200:
        assert time.monotonic() < give_up_at
        time.sleep(0.2)


def test_a_url_cannot_store_an_object(upload: Upload, seaweed: FormServer) -> None:
    url, _, query = upload.url().partition("?")
    kept = "&".join(each for each in query.split("&") if not each.startswith(("uploadId", "partNumber")))
    assert upload.is_refused(put(f"{url}?{kept}"))
    listed = seaweed.client.list_objects_v2(Bucket=seaweed.bucket, Prefix=upload.key)
    assert listed["KeyCount"] == 0
