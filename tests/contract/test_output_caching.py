"""How long browsers and CDNs may keep variants, tested with HTTP requests."""

import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
import requests
from msgspec.structs import replace

from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.bootstrap.clock import now
from chalicelib.domain.invalidation import cache_tag
from local.account import CREDENTIALS
from tests.contract.emulators import Emulator
from tests.contract.form_server import FormServer
from tests.contract.urls import presigned_urls

TAG = cache_tag("an-image")
PRIVATE = "private, max-age=60"
PUBLIC = "public, max-age=31536000, immutable"


@pytest.fixture(params=["moto", "ministack", "seaweed"])
def server(request: pytest.FixtureRequest) -> FormServer:
    found: FormServer | Emulator = request.getfixturevalue(request.param)
    if isinstance(found, FormServer):
        return found
    return FormServer(found.url, found.dest_bucket, CREDENTIALS, CREDENTIALS)


@pytest.fixture
def storage(server: FormServer) -> S3OutputStorage:
    urls = presigned_urls(server.client, server.bucket, server.key_id, server.secret_key)
    return S3OutputStorage(server.client, server.bucket, url_of=urls)


@pytest.fixture
def key(storage: S3OutputStorage) -> str:
    """The key of a stored output."""
    return storage.put(
        f"images/{uuid.uuid4().hex}/späße +1.jpg/v1/a.webp",
        b"1",
        content_type="image/webp",
        disposition="inline",
        cache_tag=TAG,
    ).key


def as_cdn(server: FormServer, key: str) -> requests.Response:
    """Send a request that is signed, but asks for no other headers than the stored ones."""
    params = {"Bucket": server.bucket, "Key": key}
    return requests.get(server.client.generate_presigned_url("get_object", Params=params), timeout=10)


def test_the_same_object_is_private_with_a_signed_url_and_public_through_a_cdn(
    server: FormServer, storage: S3OutputStorage, key: str
) -> None:
    for _ in range(2):
        signed = requests.get(storage.url(key), timeout=10)
        assert (signed.status_code, signed.content) == (200, b"1")
        assert signed.headers["Cache-Control"] == PRIVATE
        through_cdn = as_cdn(server, key)
        assert (through_cdn.status_code, through_cdn.content) == (200, b"1")
        assert through_cdn.headers["Cache-Control"] == PUBLIC


def test_a_cdn_gets_the_cache_tag_of_the_image(server: FormServer, key: str) -> None:
    assert as_cdn(server, key).headers["x-amz-meta-cache-tag"] == TAG


# moto and MiniStack do not check signatures.
@pytest.mark.parametrize("server", ["seaweed"], indirect=True)
def test_the_caching_of_a_signed_url_cannot_be_changed(storage: S3OutputStorage, key: str) -> None:
    url = storage.url(key)
    changed = url.replace(quote(PRIVATE), quote(PUBLIC))
    assert changed != url
    assert [requests.get(each, timeout=10).status_code for each in (url, changed)] == [200, 403]


# moto and MiniStack do not check when a URL was signed, either.
@pytest.mark.parametrize("server", ["seaweed"], indirect=True)
@pytest.mark.parametrize(("age", "status"), [(31, 200), (61, 403)])
def test_a_url_that_was_signed_earlier_lives_as_long_as_from_then(
    server: FormServer, key: str, age: int, status: int
) -> None:
    urls = presigned_urls(server.client, server.bucket, server.key_id, server.secret_key)
    earlier = replace(urls, signing_clock=lambda: now() - timedelta(seconds=age))
    assert requests.get(earlier(key), timeout=10).status_code == status
