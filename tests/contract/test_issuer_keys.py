"""The keys of an issuer, fetched from a server that answers as issuers do."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from urllib3 import PoolManager

from chalicelib.access.issuer import IssuerKeys
from tests.fakes.issuer import FakeIssuer


@dataclass
class Server:
    """Serves the documents by path, and notes what it was asked for."""

    issuer: FakeIssuer = field(default_factory=FakeIssuer)
    documents: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def keys(self) -> IssuerKeys:
        return IssuerKeys(self.issuer.issuer, PoolManager())


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            document = server.documents.get(self.path)
            self.send_response(404 if document is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{http.server_port}"
        server.issuer.issuer = url
        server.documents = {
            "/.well-known/openid-configuration": {"issuer": url, "jwks_uri": f"{url}/keys"},
            "/keys": server.issuer.published(),
        }
        yield server
        http.shutdown()


def test_keys_are_found_by_discovery_and_kept(server: Server) -> None:
    keys = server.keys()
    assert {keys.get_signing_key("first").key_id for _ in range(3)} == {"first"}
    assert server.asked == ["/.well-known/openid-configuration", "/keys"]


def test_unknown_keys_do_not_make_us_ask_again_and_again(server: Server) -> None:
    keys = server.keys()
    for kid in ("one", "two", "three"):
        with pytest.raises(jwt.PyJWKClientError):
            keys.get_signing_key(kid)
    assert server.asked.count("/keys") == 1


def test_a_new_key_is_asked_for_once_the_pause_is_over(server: Server) -> None:
    keys = IssuerKeys(server.issuer.issuer, PoolManager(), cooldown=0)
    keys.get_signing_key("first")
    server.issuer.kids.append("second")
    server.documents["/keys"] = server.issuer.published()
    assert keys.get_signing_key("second").key_id == "second"


@pytest.mark.parametrize(
    "document", [None, "no object", {"issuer": "https://other.example", "jwks_uri": "x"}]
)
def test_what_is_not_the_issuers_own_document_is_not_followed(server: Server, document: object) -> None:
    server.documents["/.well-known/openid-configuration"] = document
    with pytest.raises(jwt.PyJWKClientConnectionError):
        server.keys().get_signing_key("first")
    assert "/keys" not in server.asked


@pytest.mark.parametrize("keys_url", [None, 1, "file:///etc/passwd", "https://127.0.0.1:1/keys", "keys"])
def test_keys_that_would_come_by_another_way_than_their_document_are_not_fetched(
    server: Server, keys_url: object
) -> None:
    document = {"issuer": server.issuer.issuer, "jwks_uri": keys_url}
    server.documents["/.well-known/openid-configuration"] = document
    with pytest.raises(jwt.PyJWKClientConnectionError, match="jwks_uri"):
        server.keys().get_signing_key("first")
    assert "/keys" not in server.asked


def test_an_issuer_that_is_down_is_said_so() -> None:
    with pytest.raises(jwt.PyJWKClientConnectionError):
        IssuerKeys("http://127.0.0.1:1", PoolManager()).get_signing_key("first")
