"""The authorizer, as API Gateway calls it: it answers with a policy for every route, or not at all."""

from typing import Any

import pytest

from chalicelib.access.principals import Scope
from chalicelib.bootstrap.access import Access, access
from tests.functional.conftest import App

API = "arn:aws:execute-api:us-east-1:123456789012:api/stage"


def asked(app: App, header: str) -> Any:
    event = {"type": "TOKEN", "authorizationToken": header, "methodArn": f"{API}/GET/images/any"}
    handler = app.chalice._app.handler_map["authorize"]  # noqa: SLF001 - Chalice's client has no call for it
    return handler(event, None)


def test_a_known_caller_may_call_every_route_because_the_answer_is_cached_for_all(app: App) -> None:
    _, token = Access(app.aws.environment).registry.create("alice", scopes=frozenset({Scope.READ}))
    answer = asked(app, f"Bearer {token}")
    [statement] = answer["policyDocument"]["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Allow", [f"{API}/*/*"])
    assert (answer["principalId"], answer["context"]) == ("alice", {"scopes": "read"})


def test_anybody_else_is_refused_on_every_route(app: App) -> None:
    answer = asked(app, "Bearer wrong")
    [statement] = answer["policyDocument"]["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Deny", [f"{API}/*/*"])


def test_a_fault_on_our_side_is_neither_raised_nor_remembered_as_a_refusal(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, token = Access(app.aws.environment).registry.create("alice")
    monkeypatch.setenv("TOKENS_TABLE", "nowhere")
    access.cache_clear()
    try:
        assert asked(app, f"Bearer {token}") is None
    finally:
        access.cache_clear()
    assert token not in caplog.text
