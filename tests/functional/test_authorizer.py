"""The authorizer as API Gateway calls it: it returns a policy for all routes, or none."""

from typing import Any

import pytest

from chalicelib.access.principals import Scope
from chalicelib.bootstrap.access import Access, access
from tests.functional.conftest import App

API = "arn:aws:execute-api:us-east-1:123456789012:api/stage"


def authorize(app: App, header: str) -> Any:
    event = {"type": "TOKEN", "authorizationToken": header, "methodArn": f"{API}/GET/images/any"}
    handler = app.chalice._app.handler_map["authorize"]  # noqa: SLF001 - no public API
    return handler(event, None)


def test_a_valid_token_is_allowed_on_every_route_since_the_result_is_cached(app: App) -> None:
    _, token = Access(app.aws.environment).registry.create("alice", scopes=frozenset({Scope.READ}))
    result = authorize(app, f"Bearer {token}")
    [statement] = result["policyDocument"]["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Allow", [f"{API}/*/*"])
    assert (result["principalId"], result["context"]) == ("alice", {"scopes": "read"})


def test_an_invalid_token_is_denied_on_every_route(app: App) -> None:
    result = authorize(app, "Bearer wrong")
    [statement] = result["policyDocument"]["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Deny", [f"{API}/*/*"])


def test_an_internal_error_returns_no_policy_and_raises_nothing(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, token = Access(app.aws.environment).registry.create("alice")
    monkeypatch.setenv("TOKENS_TABLE", "nowhere")
    access.cache_clear()
    try:
        assert authorize(app, f"Bearer {token}") is None
    finally:
        access.cache_clear()
    assert token not in caplog.text
