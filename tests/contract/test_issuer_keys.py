"""Fetching the keys of an issuer from a server that responds as issuers do."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import jwt
import pytest

from chalicelib.access.issuer import COOLDOWN, FAILURE_COOLDOWN, LIFESPAN, IssuerKeys
from chalicelib.access.issuer_documents import MAX_BYTES
from tests.contract.http_helpers import Serve, served
from tests.issuer_server import DISCOVERY, IssuerServer


@pytest.fixture
def server() -> Iterator[IssuerServer]:
    with IssuerServer() as server:
        yield server


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def keys_of(server: IssuerServer, clock: Callable[[], float] | None = None) -> IssuerKeys:
    return IssuerKeys(server.issuer.issuer, clock=clock or Clock())


def test_keys_are_found_by_discovery_and_kept(server: IssuerServer) -> None:
    keys = keys_of(server)
    assert {keys.get_signing_key("first").key_id for _ in range(3)} == {"first"}
    assert server.requests == [DISCOVERY, "/keys"]


def test_unknown_key_ids_do_not_cause_repeated_fetches(server: IssuerServer) -> None:
    keys = keys_of(server)
    for kid in ("one", "two", "three"):
        with pytest.raises(jwt.PyJWKClientError) as unknown:
            keys.get_signing_key(kid)
        assert not isinstance(unknown.value, jwt.PyJWKClientConnectionError)
    assert server.requests == [DISCOVERY, "/keys"]


def test_a_new_key_is_fetched_after_the_cooldown(server: IssuerServer) -> None:
    clock = Clock()
    keys = keys_of(server, clock)
    keys.get_signing_key("first")
    server.issuer.kids.append("second")
    server.documents["/keys"] = server.issuer.published()
    clock.now = COOLDOWN - 1
    with pytest.raises(jwt.PyJWKClientError):
        keys.get_signing_key("second")
    clock.now = COOLDOWN
    assert keys.get_signing_key("second").key_id == "second"


def test_a_withdrawn_key_is_trusted_until_the_keys_are_fetched_again(server: IssuerServer) -> None:
    clock = Clock()
    keys = keys_of(server, clock)
    keys.get_signing_key("first")
    server.issuer.kids = ["second"]
    server.documents["/keys"] = server.issuer.published()
    clock.now = LIFESPAN - 1
    assert keys.get_signing_key("first").key_id == "first"
    clock.now = LIFESPAN
    with pytest.raises(jwt.PyJWKClientError):
        keys.get_signing_key("first")


def test_a_failing_issuer_is_asked_once_per_cooldown(server: IssuerServer) -> None:
    clock = Clock()
    keys = keys_of(server, clock)
    published = server.documents.pop(DISCOVERY)
    for kid in ("first", "forged", "first"):
        with pytest.raises(jwt.PyJWKClientConnectionError, match="404"):
            keys.get_signing_key(kid)
    assert server.requests == [DISCOVERY]
    server.documents[DISCOVERY] = published
    clock.now = FAILURE_COOLDOWN - 1
    with pytest.raises(jwt.PyJWKClientConnectionError):
        keys.get_signing_key("first")
    clock.now = FAILURE_COOLDOWN
    assert keys.get_signing_key("first").key_id == "first"


def test_expired_keys_are_not_used_while_the_issuer_is_down(server: IssuerServer) -> None:
    clock = Clock()
    keys = keys_of(server, clock)
    keys.get_signing_key("first")
    del server.documents["/keys"]
    clock.now = LIFESPAN
    with pytest.raises(jwt.PyJWKClientConnectionError):
        keys.get_signing_key("first")


@pytest.mark.parametrize("path", [DISCOVERY, "/keys"])
def test_a_document_may_have_up_to_the_largest_size(server: IssuerServer, path: str) -> None:
    size = len(json.dumps({**server.documents[path], "padding": ""}))
    server.documents[path]["padding"] = "x" * (MAX_BYTES - size)
    assert keys_of(server).get_signing_key("first").key_id == "first"
    server.documents[path]["padding"] += "x"
    with pytest.raises(jwt.PyJWKClientConnectionError, match="more than 262144 bytes"):
        keys_of(server).get_signing_key("first")


@pytest.mark.parametrize("keys", [None, [], {}, {"keys": []}, {"keys": [{}]}, {"keys": "x"}], ids=str)
def test_a_document_without_keys_is_a_failure_of_the_issuer(server: IssuerServer, keys: object) -> None:
    server.documents["/keys"] = keys
    with pytest.raises(jwt.PyJWKClientConnectionError):
        keys_of(server).get_signing_key("first")


def test_keys_for_encryption_are_not_used(server: IssuerServer) -> None:
    server.documents["/keys"]["keys"][0]["use"] = "enc"
    with pytest.raises(jwt.PyJWKClientError):
        keys_of(server).get_signing_key("first")


@pytest.mark.parametrize(
    "document", [None, "not an object", {"issuer": "https://other.example", "jwks_uri": "x"}]
)
def test_an_invalid_discovery_document_is_refused(server: IssuerServer, document: object) -> None:
    server.documents[DISCOVERY] = document
    with pytest.raises(jwt.PyJWKClientConnectionError):
        keys_of(server).get_signing_key("first")
    assert "/keys" not in server.requests


@pytest.mark.parametrize("keys_url", [None, 1, "file:///etc/passwd", "https://127.0.0.1:1/keys", "keys"])
def test_a_keys_url_that_is_invalid_or_has_another_scheme_is_refused(
    server: IssuerServer, keys_url: object
) -> None:
    document = {"issuer": server.issuer.issuer, "jwks_uri": keys_url}
    server.documents[DISCOVERY] = document
    with pytest.raises(jwt.PyJWKClientConnectionError, match="jwks_uri"):
        keys_of(server).get_signing_key("first")
    assert "/keys" not in server.requests


def endless(connection: socket.socket) -> None:
    """Send a document that does not end."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    with suppress(OSError):
        while True:
            connection.sendall(b" " * 65_536)


def dripping(connection: socket.socket) -> None:
    """Send a document slowly, so that no single read times out."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    with suppress(OSError):
        for _ in range(1_000):
            connection.sendall(b" ")
            time.sleep(TIMEOUT / 10)


def redirecting(connection: socket.socket) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n")


def nested(connection: socket.socket) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 200_000)


TIMEOUT = 0.5


@pytest.mark.parametrize(
    ("serve", "message"),
    [
        (endless, "more than 262144 bytes"),
        (dripping, "the time limit was exceeded"),
        (redirecting, "the status is 302"),
        (nested, "recursion"),
    ],
    ids=["endless", "dripping", "redirecting", "nested"],
)
def test_a_misbehaving_server_is_a_failure_of_the_issuer(serve: Serve, message: str) -> None:
    with served(serve) as url, pytest.raises(jwt.PyJWKClientConnectionError, match=message):
        IssuerKeys(url, timeout=TIMEOUT).get_signing_key("first")


def test_an_unreachable_issuer_is_reported() -> None:
    with pytest.raises(jwt.PyJWKClientConnectionError):
        IssuerKeys("http://127.0.0.1:1").get_signing_key("first")
