"""Fetching the keys of an issuer from a server that responds as issuers do."""

from collections.abc import Iterator

import jwt
import pytest
from urllib3 import PoolManager

from chalicelib.access.issuer import IssuerKeys
from tests.issuer_server import DISCOVERY, IssuerServer


@pytest.fixture
def server() -> Iterator[IssuerServer]:
    with IssuerServer() as server:
        yield server


def keys_of(server: IssuerServer) -> IssuerKeys:
    return IssuerKeys(server.issuer.issuer, PoolManager())


def test_keys_are_found_by_discovery_and_kept(server: IssuerServer) -> None:
    keys = keys_of(server)
    assert {keys.get_signing_key("first").key_id for _ in range(3)} == {"first"}
    assert server.requests == [DISCOVERY, "/keys"]


def test_unknown_key_ids_do_not_cause_repeated_fetches(server: IssuerServer) -> None:
    keys = keys_of(server)
    for kid in ("one", "two", "three"):
        with pytest.raises(jwt.PyJWKClientError):
            keys.get_signing_key(kid)
    assert server.requests.count("/keys") == 1


def test_a_new_key_is_fetched_after_the_cooldown(server: IssuerServer) -> None:
    keys = IssuerKeys(server.issuer.issuer, PoolManager(), cooldown=0)
    keys.get_signing_key("first")
    server.issuer.kids.append("second")
    server.documents["/keys"] = server.issuer.published()
    assert keys.get_signing_key("second").key_id == "second"


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


def test_an_unreachable_issuer_is_reported() -> None:
    with pytest.raises(jwt.PyJWKClientConnectionError):
        IssuerKeys("http://127.0.0.1:1", PoolManager()).get_signing_key("first")
