"""The local gateway calls an authorizer as often as API Gateway does."""

from types import SimpleNamespace
from typing import Any

import pytest
from chalice.app import AuthRequest, AuthResponse, Chalice, ChaliceAuthorizer

from local.gateway import cache_authorizations

TTL_SECONDS = 60
BROKEN = "a token whose check fails"


@pytest.fixture
def time() -> SimpleNamespace:
    return SimpleNamespace(seconds=1_000.0)


@pytest.fixture
def checked(time: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens that the authorizer was called with."""
    monkeypatch.setattr(ChaliceAuthorizer, "__call__", ChaliceAuthorizer.__call__)
    cache_authorizations(lambda: time.seconds)
    return []


@pytest.fixture
def authorizer(checked: list[str]) -> ChaliceAuthorizer:
    app = Chalice(app_name="stand-in")

    @app.authorizer(ttl_seconds=TTL_SECONDS)
    def authorize(request: AuthRequest) -> AuthResponse | None:
        checked.append(request.token)
        if request.token == BROKEN:
            return None
        return AuthResponse(routes=["*"], principal_id=request.token)

    found: ChaliceAuthorizer = authorize
    return found


def principal(authorizer: ChaliceAuthorizer, token: str) -> Any:
    event = {"type": "TOKEN", "authorizationToken": token, "methodArn": "arn:aws:execute-api:r:1:api/s/GET/x"}
    result = authorizer(event, {})
    return result and result["principalId"]


def test_each_token_is_checked_once(authorizer: ChaliceAuthorizer, checked: list[str]) -> None:
    tokens = ["a", "b", "a", "b"]
    assert [principal(authorizer, token) for token in tokens] == tokens
    assert checked == ["a", "b"]


def test_a_token_is_checked_again_after_its_time(
    authorizer: ChaliceAuthorizer, checked: list[str], time: SimpleNamespace
) -> None:
    principal(authorizer, "a")
    time.seconds += TTL_SECONDS
    principal(authorizer, "a")
    assert checked == ["a", "a"]


def test_an_authorizer_that_fails_is_called_again(authorizer: ChaliceAuthorizer, checked: list[str]) -> None:
    assert [principal(authorizer, BROKEN) for _ in range(2)] == [None, None]
    assert checked == [BROKEN, BROKEN]
