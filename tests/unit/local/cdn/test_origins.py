"""The origins of the local CDN: a bucket of the emulated S3, and the API."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from local.cdn.origins import api, bucket
from local.network import LOOPBACK, choose_port
from tests.conftest import Aws

KEY = "d/ID/0123456789ab/w_640,h_360.avif"


@pytest.fixture
def name(aws: Aws) -> Iterator[str]:
    s3, name = aws.clients.s3, aws.resources.dest_bucket
    created = s3.put_object(
        Bucket=name,
        Key=KEY,
        Body=b"file",
        ContentType="image/avif",
        CacheControl="max-age=60",
        Metadata={"cache-tag": "tag"},
    )
    yield name
    s3.delete_object(Bucket=name, Key=KEY, VersionId=created["VersionId"])


@pytest.mark.parametrize(("method", "body"), [("GET", b"file"), ("HEAD", b"")])
def test_an_object_is_served_with_its_headers(aws: Aws, name: str, method: str, body: bytes) -> None:
    answer = bucket(aws.clients.s3, name)(method, f"/{KEY}?n=1")
    assert (answer.status, answer.body) == (200, body)
    expected = {
        "content-type": "image/avif",
        "content-length": "4",
        "cache-control": "max-age=60",
        "x-amz-meta-cache-tag": "tag",
    }
    assert {each: answer.headers[each] for each in expected} == expected
    assert not {"connection", "date", "server", "transfer-encoding"} & answer.headers.keys()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_access_to_a_missing_object_is_denied(aws: Aws, name: str, method: str) -> None:
    assert bucket(aws.clients.s3, name)(method, "/d/ID/none.avif").status == 403


class Redirecting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer((LOOPBACK, 0), Redirecting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_api_gets_the_path_without_its_stage_and_redirects_are_not_followed(server: str) -> None:
    answer = api(server)("GET", "/local/d/ID/a.avif?n=1")
    assert (answer.status, answer.headers["location"]) == (302, "/d/ID/a.avif?n=1")


def test_an_api_that_does_not_answer_is_a_bad_gateway() -> None:
    assert api(f"http://{LOOPBACK}:{choose_port(0)}")("GET", "/local/d/ID/a.avif").status == 502
