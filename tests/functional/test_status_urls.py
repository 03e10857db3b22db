"""`GET /status/{id}?key=…`: whoever has the status URL of an image can read its status, and nothing else."""

import json
import time
import uuid
from math import ceil
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.local import LambdaContext

from chalicelib.bootstrap import darkroom
from tests.conftest import PAGE
from tests.functional.conftest import OWNER, App
from tests.functional.status_urls import call, create, path_of

CREATED = b'{"filename": "cat.png"}'
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def created(app: App) -> dict[str, Any]:
    return create(app)


@pytest.mark.usefixtures("stopped_clock")
def test_a_status_url_returns_the_document_that_the_owner_gets(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    path = f"/status/{image_id}?key={darkroom().status_access.key(image_id)}"
    pending = call(app, path)
    assert (pending.status_code, pending.json_body) == (200, app.get(f"/images/{image_id}").json_body)
    assert (pending.json_body["status"], pending.headers["Retry-After"]) == ("pending", "1")
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    ready, owners = call(app, path), app.get(f"/images/{image_id}")
    assert (ready.json_body, ready.json_body["status"]) == (owners.json_body, "ready")
    assert ready.headers == owners.headers
    assert "Retry-After" not in ready.headers


@pytest.mark.parametrize("path", ["/images", "/s3/params?filename=cat.png"])
def test_each_upload_form_comes_with_a_status_url(app: App, path: str) -> None:
    before = int(time.time())
    response = app.post(path, {"filename": "cat.png"}) if path == "/images" else app.get(path)
    after = ceil(time.time())
    status_path = path_of(response.json_body["status_url"])
    assert call(app, status_path).json_body["id"] == response.json_body["id"]
    expires = int(status_path.partition("key=")[2].partition("-")[0])
    assert before + 900 <= expires <= after + 900


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(app: App, created: dict[str, Any], method: str) -> None:
    path = path_of(created["status_url"])
    assert call(app, path, method, **JSON).status_code == 400
    response = call(app, path.partition("?")[0], method, **JSON)
    assert (response.status_code, response.json_body["code"]) == (405, "method_not_allowed")
    assert app.get(f"/images/{created['id']}").status_code == 200


@pytest.mark.usefixtures("stopped_clock")
def test_head_has_the_headers_of_get_and_no_body(app: App, created: dict[str, Any]) -> None:
    path = path_of(created["status_url"])
    get, head = call(app, path), call(app, path, "HEAD")
    assert (head.status_code, head.headers, head.body) == (200, get.headers, b"")
    refused, without_body = call(app, f"{path}0"), call(app, f"{path}0", "HEAD")
    assert (without_body.status_code, without_body.headers) == (403, refused.headers)
    assert without_body.body == b""


@pytest.mark.usefixtures("stopped_clock")
def test_an_unchanged_document_is_not_sent_again_but_an_invalid_key_is_still_refused(
    app: App, created: dict[str, Any]
) -> None:
    path = path_of(created["status_url"])
    etag = call(app, path).headers["ETag"]
    again = call(app, path, **{"If-None-Match": etag})
    assert (again.status_code, again.body, again.headers["ETag"]) == (304, b"", etag)
    for given in (etag, "*"):
        refused = call(app, f"{path}0", **{"If-None-Match": given})
        assert refused.status_code == 403
        assert "ETag" not in refused.headers


@pytest.mark.parametrize("erase", ["", "?erase=true"])
def test_a_deleted_or_erased_image_is_answered_as_to_its_owner(
    app: App, created: dict[str, Any], erase: str
) -> None:
    app.call("DELETE", f"/images/{created['id']}{erase}")
    response, owners = call(app, path_of(created["status_url"])), app.get(f"/images/{created['id']}")
    assert response.status_code == (410 if erase else 404)
    assert (response.status_code, response.body) == (owners.status_code, owners.body)


def test_a_token_does_not_replace_the_key(app: App, created: dict[str, Any]) -> None:
    assert app.get(f"/status/{created['id']}").status_code == 403
    assert app.get(f"{path_of(created['status_url'])}0").status_code == 403


def test_an_unknown_parameter_is_refused_whatever_the_key(app: App, created: dict[str, Any]) -> None:
    path = path_of(created["status_url"])
    bodies = {call(app, f"{each}&x=1").body for each in (path, f"{path}0", f"/status/{created['id']}?key=")}
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["code"] == "invalid_field"


def test_a_key_is_for_its_status_alone(app: App, created: dict[str, Any]) -> None:
    query = path_of(created["status_url"]).partition("?")[2]
    for path in (f"/images/{created['id']}", "/images", "/presets"):
        assert call(app, f"{path}?{query}").status_code == 401


def test_no_other_document_has_a_status_url(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    status_path = f"/status/{image_id}?key={darkroom().status_access.key(image_id)}"
    responses = [
        call(app, status_path),
        app.get(f"/images/{image_id}"),
        app.get("/images"),
        app.call("PATCH", f"/images/{image_id}", b'{"metadata": {"alt": "A cat"}}', JSON),
        app.post(f"/images/{image_id}/reprocess", {}),
    ]
    for response in responses:
        assert response.status_code in {200, 202}
        assert b"status_url" not in response.body
        assert b"/status/" not in response.body


def test_a_repeated_request_gets_a_status_url_of_the_same_image(app: App) -> None:
    headers = {**JSON, "Idempotency-Key": str(uuid.uuid4())}
    created = [app.call("POST", "/images", CREATED, headers).json_body for _ in range(2)]
    for each in created:
        response = call(app, path_of(each["status_url"]))
        assert (response.status_code, response.json_body["id"]) == (200, created[0]["id"])


def test_reading_the_status_uses_up_no_quota(
    app: App, created: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READS_PER_DAY", "2")
    darkroom.cache_clear()
    path = path_of(created["status_url"])
    assert {call(app, path).status_code for _ in range(5)} == {200}
    assert app.get(f"/images/{created['id']}").status_code == 200
    darkroom.cache_clear()


def test_a_page_of_a_configured_origin_can_read_the_status(app: App, created: dict[str, Any]) -> None:
    path = path_of(created["status_url"])
    for target, status in ((path, 200), (f"{path}0", 403)):
        response = call(app, target, Origin=PAGE)
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == PAGE
        assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
        foreign = call(app, target, Origin="https://foreign.example").headers
        assert "Access-Control-Allow-Origin" not in foreign
        assert foreign["Vary"] == "Origin"


def test_a_preflight_request_needs_no_key(app: App, created: dict[str, Any]) -> None:
    for target in (path_of(created["status_url"]), f"/status/{created['id']}"):
        response = call(app, target, "OPTIONS", Origin=PAGE)
        assert (response.status_code, response.body) == (204, b"")
        assert set(response.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("context", "base"),
    [
        ({"domainName": "abc.execute-api.eu-west-1.amazonaws.com", "path": "/api/images"}, "/api"),
        ({"domainName": "images.example.com", "path": "/images"}, ""),
        ({"domainName": "example.com", "path": "/photos/v1/images/"}, "/photos/v1"),
    ],
)
def test_a_status_url_has_the_stage_or_the_custom_domain(
    deployed_app: Chalice, app: App, context: dict[str, str], base: str
) -> None:
    event = {
        "requestContext": {
            "resourcePath": "/images",
            "httpMethod": "POST",
            "requestId": "r",
            "authorizer": {"principalId": OWNER, "owner": OWNER, "scopes": "read write"},
            **context,
        },
        "headers": {"Content-Type": "application/json", "Host": "attacker.example"},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": CREATED.decode(),
    }
    body = json.loads(deployed_app(event, LambdaContext("api", 1769, 60_000))["body"])
    url, key = body["status_url"].split("?key=")
    assert url == f"https://{context['domainName']}{base}/status/{body['id']}"
    assert call(app, f"/status/{body['id']}?key={key}").status_code == 200
