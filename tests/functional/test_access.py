"""Every route, called with every kind of token. The routes are read from the app, so none is missed."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from chalice.test import HTTPResponse

from chalicelib.access.principals import Scope
from chalicelib.access.token_registry import TokenRegistry
from chalicelib.bootstrap.access import Access
from local.process import ROOT
from tests.functional.conftest import OWNER, App
from tests.functional.every_route import PUBLIC, READ_METHODS, REFUSED, protected, routes

INVALID = ["none", "empty", "another scheme", "wrong", "expired", "revoked"]


@pytest.fixture
def registry(app: App) -> TokenRegistry:
    return Access(app.aws.environment).registry


@pytest.fixture
def image_id(app: App, png: bytes) -> str:
    return rendered(app, png)


def rendered(app: App, png: bytes) -> str:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    return image_id


def bearer(registry: TokenRegistry, owner: str, **options: Any) -> str:
    return f"Bearer {registry.create(owner, **options)[1]}"


def invalid_header(registry: TokenRegistry, case: str) -> str | None:
    token, text = registry.create(OWNER, lifetime=timedelta(hours=-1) if case == "expired" else None)
    if case == "revoked":
        registry.revoke(token.id)
    headers = {
        "none": None,
        "empty": "Bearer ",
        "another scheme": "Basic YTpi",
        "wrong": f"Bearer {text[:-1]}",
    }
    return headers.get(case, f"Bearer {text}")


def code_of(response: HTTPResponse) -> Any:
    return (response.json_body or {}).get("code")


@pytest.mark.parametrize("case", INVALID)
def test_protected_routes_refuse_invalid_tokens(app: App, registry: TokenRegistry, case: str) -> None:
    expected = "not_authenticated" if case == "none" else "invalid_token"
    for route in protected(app):
        response = route.call(app, "any", invalid_header(registry, case))
        assert response.status_code == 401, route
        if route.method == "HEAD":
            assert response.body == b"", route
        else:
            assert code_of(response) == expected, route


def test_public_routes_and_preflights_need_no_token(app: App) -> None:
    public = [route for route in routes(app) if route.pattern in PUBLIC or route.method == "OPTIONS"]
    assert {route.pattern for route in public} >= PUBLIC
    for route in public:
        response = route.call(app, "any", None)
        if route.pattern == "/status/{image_id}" and route.method != "OPTIONS":
            # It needs a key instead.
            assert response.status_code == 403, route
        else:
            assert response.status_code in {200, 204, 302, 404}, route


@pytest.mark.parametrize("scope", Scope)
def test_a_token_is_accepted_only_on_routes_of_its_scope(
    app: App, registry: TokenRegistry, scope: Scope
) -> None:
    authorization = bearer(registry, OWNER, scopes=frozenset({scope}))
    for route in protected(app):
        response = route.call(app, "any", authorization)
        assert (response.status_code == 403) == (route.scope is not scope), route
        if response.status_code == 403 and route.method != "HEAD":
            assert code_of(response) == "insufficient_scope", route
            assert f'scope="{route.scope}"' in response.headers["WWW-Authenticate"], route


def test_another_owners_image_is_not_found(app: App, registry: TokenRegistry, image_id: str) -> None:
    other_owner = bearer(registry, "other_owner")
    before = app.get(f"/images/{image_id}").json_body
    for route in protected(app):
        response = route.call(app, image_id, other_owner)
        if "{image_id}" in route.pattern:
            assert response.status_code == 404, route
        assert image_id not in response.body.decode() or response.status_code == 404, route
    after = app.get(f"/images/{image_id}").json_body
    assert (after["status"], after["updated_at"]) == (before["status"], before["updated_at"])


def test_the_owner_can_call_every_route(app: App, image_id: str, png: bytes) -> None:
    for route in protected(app):
        # Other routes may change the image.
        target = image_id if route.method in READ_METHODS else rendered(app, png)
        response = route.call(app, target, f"Bearer {app.token}")
        expected = REFUSED.get(route)
        assert response.status_code == expected if expected else response.status_code < 400, route


def test_a_cursor_is_invalid_for_another_owner(app: App, registry: TokenRegistry) -> None:
    first, second = (bearer(registry, owner) for owner in ("first-owner", "second-owner"))
    body = json.dumps({"filename": "cat.png"}).encode()
    for authorization in (first, first, second):
        headers = {"Authorization": authorization, "Content-Type": "application/json"}
        app.call("POST", "/images", body, headers)
    cursor = app.call("GET", "/images?limit=1", headers={"Authorization": first}).json_body["next_cursor"]
    response = app.call("GET", f"/images?cursor={cursor}", headers={"Authorization": second})
    assert (response.status_code, code_of(response)) == (400, "invalid_cursor")


def test_public_variants_need_no_token(app: App, image_id: str) -> None:
    path = f"/images/{image_id}/variants/300x300"
    script = (
        "from chalice.test import Client; from app import app; http = Client(app).http;"
        "described = http.get('/openapi.json').json_body['paths']['/images/{image_id}/variants/{name}'];"
        f" print(*(http.get(path).status_code for path in ({path!r}, '/images/{image_id}')),"
        f" described['get']['security'], http.get({path!r}).headers['Cache-Control'])"
    )
    completed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **app.aws.environment, "PUBLIC_VARIANTS": "true"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    # The app's log lines come first.
    assert completed.stdout.splitlines()[-1] == "302 401 [] public, max-age=60"
    assert app.chalice.http.get(path).status_code == 401
    assert app.get(path).headers["Cache-Control"] == "no-store"
