"""Fetching the keys of an issuer from a server that responds as issuers do."""

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
    """Serves documents by path and records the requests."""

    issuer: FakeIssuer = field(default_factory=FakeIssuer)
    documents: dict[str, Any] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def keys(self) -> IssuerKeys:
        return IssuerKeys(self.issuer.issuer, PoolManager())


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append(self.path)
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
    assert server.requests == ["/.well-known/openid-configuration", "/keys"]


def test_unknown_key_ids_do_not_cause_repeated_fetches(server: Server) -> None:
    keys = server.keys()
    for kid in ("one", "two", "three"):
        with pytest.raises(jwt.PyJWKClientError):
            keys.get_signing_key(kid)
    assert server.requests.count("/keys") == 1


def test_a_new_key_is_fetched_after_the_cooldown(server: Server) -> None:
    keys = IssuerKeys(server.issuer.issuer, PoolManager(), cooldown=0)
    keys.get_signing_key("first")
    server.issuer.kids.append("second")
    server.documents["/keys"] = server.issuer.published()
    assert keys.get_signing_key("second").key_id == "second"


@pytest.mark.parametrize(
    "document", [None, "not an object", {"issuer": "https://other.example", "jwks_uri": "x"}]
)
def test_an_invalid_discovery_document_is_refused(server: Server, document: object) -> None:
    server.documents["/.well-known/openid-configuration"] = document
    with pytest.raises(jwt.PyJWKClientConnectionError):
        server.keys().get_signing_key("first")
    assert "/keys" not in server.requests


@pytest.mark.parametrize("keys_url", [None, 1, "file:///etc/passwd", "https://127.0.0.1:1/keys", "keys"])
def test_a_keys_url_that_is_invalid_or_has_another_scheme_is_refused(
    server: Server, keys_url: object
) -> None:
    document = {"issuer": server.issuer.issuer, "jwks_uri": keys_url}
    server.documents["/.well-known/openid-configuration"] = document
    with pytest.raises(jwt.PyJWKClientConnectionError, match="jwks_uri"):
        server.keys().get_signing_key("first")
    assert "/keys" not in server.requests


def test_an_unreachable_issuer_is_reported() -> None:
    with pytest.raises(jwt.PyJWKClientConnectionError):
        IssuerKeys("http://127.0.0.1:1", PoolManager()).get_signing_key("first")
