"""Contract of TokenStore, for the fake and the DynamoDB adapter."""

import secrets
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.access.ports import TokenStore
from chalicelib.access.principals import Scope
from chalicelib.access.tokens import Token
from chalicelib.aws.tokens import DynamoDBTokenStore
from tests.contract.conftest import DATABASES
from tests.contract.emulators import tables_on
from tests.contract.records import NOW
from tests.fakes import FakeTokenStore


@pytest.fixture(params=["fake", *DATABASES])
def tokens(request: pytest.FixtureRequest) -> TokenStore:
    if request.param == "fake":
        return FakeTokenStore()
    tables = tables_on(request)
    return DynamoDBTokenStore(tables.client, tables.tokens)


def a_token() -> Token:
    created_at = NOW.replace(microsecond=0)
    return Token(id=secrets.token_hex(8), digest=secrets.token_bytes(32), owner="me", created_at=created_at)


def test_a_token_is_returned_unchanged(tokens: TokenStore) -> None:
    plain = a_token()
    full = replace(
        a_token(), scopes=frozenset({Scope.READ}), label="späße", expires_at=plain.created_at + timedelta(1)
    )
    for token in (plain, full):
        tokens.put(token)
        assert tokens.get(token.id) == token


def test_an_unknown_token_returns_none(tokens: TokenStore) -> None:
    assert tokens.get("unknown") is None
    assert not tokens.remove("unknown")


def test_a_removed_token_no_longer_exists(tokens: TokenStore) -> None:
    token = a_token()
    tokens.put(token)
    assert tokens.remove(token.id)
    assert tokens.get(token.id) is None
    assert token not in tokens.list()


def test_tokens_are_listed_oldest_first(tokens: TokenStore) -> None:
    new = a_token()
    old = replace(a_token(), created_at=new.created_at - timedelta(days=1))
    tokens.put(new)
    tokens.put(old)
    assert [token for token in tokens.list() if token in (new, old)] == [old, new]
