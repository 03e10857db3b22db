"""Every route, asked by every kind of caller. The routes are the app's own, so none can be forgotten."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from chalice.test import HTTPResponse

from chalicelib.access.principals import Scope
from chalicelib.access.registry import TokenRegistry
from chalicelib.bootstrap.access import Access
from local.process import ROOT
from tests.functional.conftest import OWNER, App

# Routes for everybody; all others ask for a token.
PUBLIC = {"/", "/web/{version}/{name}", "/openapi.json", "/docs", "/docs/{version}/{name}", "/healthz"}
LOOKING = {"GET", "HEAD"}
# What looks like looking and is not.
WRITING = {"/s3/params"}
NOBODY = ["none", "empty", "another scheme", "wrong", "expired", "revoked"]


@dataclass(frozen=True)
class Route:
    method: str
    pattern: str

    @property
    def scope(self) -> Scope:
        looks = self.method in LOOKING and self.pattern not in WRITING
        return Scope.READ if looks else Scope.WRITE

    def path(self, image_id: str) -> str:
        path = self.pattern.format(image_id=image_id, name="300x300", version="any")
        return f"{path}?filename=cat.png" if self.pattern == "/s3/params" else path

    def call(self, app: App, image_id: str, authorization: str | None) -> HTTPResponse:
        headers = {"Content-Type": "application/json"}
        if authorization is not None:
            headers["Authorization"] = authorization
        body = json.dumps({"filename": "cat.png"}).encode() if self.method == "POST" else b""
        return app.chalice.http.request(self.method, self.path(image_id), headers=headers, body=body)


def routes(app: App) -> list[Route]:
    table = app.chalice._app.routes  # noqa: SLF001 - Chalice's client does not show it
    return [Route(method, pattern) for pattern, entries in table.items() for method in entries]


def guarded(app: App) -> list[Route]:
    return [route for route in routes(app) if route.pattern not in PUBLIC and route.method != "OPTIONS"]


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


def bearer(registry: TokenRegistry, owner: str, **policy: Any) -> str:
    return f"Bearer {registry.create(owner, **policy)[1]}"


def of_nobody(registry: TokenRegistry, kind: str) -> str | None:
    token, text = registry.create(OWNER, lifetime=timedelta(hours=-1) if kind == "expired" else None)
    if kind == "revoked":
        registry.revoke(token.id)
    headers = {
        "none": None,
        "empty": "Bearer ",
        "another scheme": "Basic YTpi",
        "wrong": f"Bearer {text[:-1]}",
    }
    return headers.get(kind, f"Bearer {text}")


def code_of(answer: HTTPResponse) -> Any:
    return (answer.json_body or {}).get("code")


@pytest.mark.parametrize("kind", NOBODY)
def test_nobody_passes_a_route_that_is_not_public(app: App, registry: TokenRegistry, kind: str) -> None:
    expected = "not_authenticated" if kind == "none" else "invalid_token"
    for route in guarded(app):
        answer = route.call(app, "any", of_nobody(registry, kind))
        assert answer.status_code == 401, route
        if route.method == "HEAD":
            assert answer.body == b"", route
        else:
            assert code_of(answer) == expected, route


def test_public_routes_and_preflights_ask_nobody(app: App) -> None:
    public = [route for route in routes(app) if route.pattern in PUBLIC or route.method == "OPTIONS"]
    assert {route.pattern for route in public} >= PUBLIC
    for route in public:
        assert route.call(app, "any", None).status_code in {200, 204, 302, 404}, route


@pytest.mark.parametrize("scope", Scope)
def test_a_token_passes_only_the_routes_that_its_scope_is_for(
    app: App, registry: TokenRegistry, scope: Scope
) -> None:
    authorization = bearer(registry, OWNER, scopes=frozenset({scope}))
    for route in guarded(app):
        answer = route.call(app, "any", authorization)
        assert (answer.status_code == 403) == (route.scope is not scope), route
        if answer.status_code == 403 and route.method != "HEAD":
            assert code_of(answer) == "insufficient_scope", route
            assert f'scope="{route.scope}"' in answer.headers["WWW-Authenticate"], route


def test_another_owners_image_is_not_there(app: App, registry: TokenRegistry, image_id: str) -> None:
    stranger = bearer(registry, "stranger")
    before = app.get(f"/images/{image_id}").json_body
    for route in guarded(app):
        answer = route.call(app, image_id, stranger)
        if "{image_id}" in route.pattern:
            assert answer.status_code == 404, route
        assert image_id not in answer.body.decode() or answer.status_code == 404, route
    after = app.get(f"/images/{image_id}").json_body
    assert (after["status"], after["updated_at"]) == (before["status"], before["updated_at"])


def test_the_owner_passes_every_route(app: App, png: bytes) -> None:
    for route in guarded(app):
        answer = route.call(app, rendered(app, png), f"Bearer {app.token}")
        assert answer.status_code < 400, route


def test_the_pages_of_a_listing_cannot_be_taken_over_by_another_owner(
    app: App, registry: TokenRegistry
) -> None:
    first, second = (bearer(registry, owner) for owner in ("first-owner", "second-owner"))
    body = json.dumps({"filename": "cat.png"}).encode()
    for authorization in (first, first, second):
        headers = {"Authorization": authorization, "Content-Type": "application/json"}
        app.call("POST", "/images", body, headers)
    cursor = app.call("GET", "/images?limit=1", headers={"Authorization": first}).json_body["next_cursor"]
    answer = app.call("GET", f"/images?cursor={cursor}", headers={"Authorization": second})
    assert (answer.status_code, code_of(answer)) == (400, "invalid_cursor")


def test_variants_are_open_to_everybody_where_the_deployment_says_so(app: App, image_id: str) -> None:
    path = f"/images/{image_id}/variants/300x300"
    script = (
        "from chalice.test import Client; from app import app; http = Client(app).http;"
        "described = http.get('/openapi.json').json_body['paths']['/images/{image_id}/variants/{name}'];"
        f" print(*(http.get(path).status_code for path in ({path!r}, '/images/{image_id}')),"
        " described['get']['security'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **app.aws.environment, "PUBLIC_VARIANTS": "true"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    # above it stands what the app has logged
    assert ended.stdout.splitlines()[-1] == "302 401 []"
    assert app.chalice.http.get(path).status_code == 401
