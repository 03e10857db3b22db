"""One connection carries many requests of any kind, judged by the standard library's client."""

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.conftest import Aws

pytestmark = pytest.mark.timeout(60)

CONTENT = b"content" * 100_000
# moto reads who signs, but checks no signature.
SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request, Signature=0"
}


@pytest.fixture
def connection(aws: Aws) -> Iterator[HTTPConnection]:
    """A connection that is not opened again when the server closes it."""
    opened = HTTPConnection(urlsplit(aws.clients.s3.meta.endpoint_url).netloc, timeout=30)
    opened.connect()
    opened.auto_open = 0
    yield opened
    opened.close()


@pytest.fixture
def path(aws: Aws) -> str:
    return f"/{aws.resources.dest_bucket}/{uuid4()}"


def test_requests_follow_each_other(connection: HTTPConnection, path: str) -> None:
    for method, body, status, received in (
        ("GET", None, 404, None),
        ("PUT", CONTENT, 200, b""),
        ("HEAD", None, 200, b""),
        ("GET", None, 200, CONTENT),
        ("DELETE", None, 204, b""),
        ("GET", None, 404, None),
    ):
        connection.request(method, path, body, SIGNED)
        response = connection.getresponse()
        content = response.read()
        assert response.status == status
        assert received in {None, content}


def test_the_length_of_what_head_leaves_out_is_told(connection: HTTPConnection, path: str) -> None:
    connection.request("PUT", path, CONTENT, SIGNED)
    connection.getresponse().read()
    connection.request("HEAD", path, headers=SIGNED)
    response = connection.getresponse()
    assert (response.headers["Content-Length"], response.read()) == (str(len(CONTENT)), b"")


def test_a_body_can_come_in_chunks(connection: HTTPConnection, path: str) -> None:
    connection.request("PUT", path, iter([CONTENT, CONTENT]), SIGNED, encode_chunked=True)
    assert connection.getresponse().read() == b""
    connection.request("GET", path, headers=SIGNED)
    assert connection.getresponse().read() == 2 * CONTENT


def test_the_body_of_a_refused_request_is_not_taken_for_the_next_one(
    connection: HTTPConnection, path: str
) -> None:
    connection.request("PUT", path, CONTENT, {**SIGNED, "Origin": "https://foreign.example"})
    refused = connection.getresponse()
    assert (refused.status, b"CORS_ORIGINS" in refused.read()) == (403, True)
    connection.request("GET", path, headers=SIGNED)
    assert connection.getresponse().status == 404


def test_a_client_that_expects_it_is_told_to_continue(connection: HTTPConnection, path: str) -> None:
    connection.putrequest("PUT", path)
    connection.putheader("Expect", "100-continue")
    connection.putheader("Content-Length", str(len(CONTENT)))
    connection.endheaders()
    socket = connection.sock
    assert socket.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.send(CONTENT)
    assert connection.getresponse().status == 200
