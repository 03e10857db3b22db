"""`Idempotency-Key` with `POST /images`."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import requests
from chalice.test import HTTPResponse

from chalicelib.api.idempotency import HEADER
from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import Access
from chalicelib.domain import part_plan
from tests.conftest import PREFIX
from tests.functional.conftest import App

CAT = b'{"filename": "cat.png"}'
LARGE = {"filename": "cat.png", "size": part_plan.THRESHOLD + 1, "multipart": True}


def send(app: App, key: str, body: bytes = CAT, token: str | None = None) -> HTTPResponse:
    headers = {
        "Authorization": f"Bearer {token or app.token}",
        "Content-Type": "application/json",
        HEADER: key,
    }
    return app.call("POST", "/images", body, headers)


def answer(response: HTTPResponse) -> tuple[int, Any]:
    return response.status_code, json.loads(response.body).get("code")


def records(app: App) -> list[dict[str, Any]]:
    table = app.aws.resources.images_table
    pages = app.aws.clients.dynamodb.get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())


def test_a_retry_gets_the_same_image_with_the_same_form(app: App, key: str) -> None:
    first, second = send(app, key), send(app, key)
    assert first.status_code == second.status_code == 201
    assert first.headers == second.headers
    one, two = first.json_body, second.json_body
    assert one.keys() == two.keys()
    assert {**one, "upload": None, "status_url": None} == {**two, "upload": None, "status_url": None}
    assert one["upload"]["fields"].keys() == two["upload"]["fields"].keys()
    assert one["upload"]["expires_at"] == two["upload"]["expires_at"]
    listed = app.get("/images").json_body["images"]
    assert [image["id"] for image in listed].count(one["id"]) == 1


def test_the_form_of_a_retry_is_accepted(app: App, key: str, png: bytes) -> None:
    send(app, key)
    created = send(app, key).json_body
    form = created["upload"]
    assert requests.post(form["url"], data=form["fields"], files={"file": png}, timeout=10).status_code == 201
    assert form["fields"]["key"] == f"{PREFIX}{created['id']}/original"
    app.deliver(app.event(form["fields"]["key"]))
    again = send(app, key)
    assert (again.status_code, again.json_body["status"]) == (201, "ready")
    assert (again.json_body["id"], again.json_body["filename"]) == (created["id"], "cat.png")


def test_the_form_of_a_retry_does_not_live_longer(app: App, key: str) -> None:
    created = send(app, key).json_body
    store = darkroom().store
    image = store.get(created["id"])
    assert image is not None
    earlier = {"created_at": {"S": (image.created_at - timedelta(days=1)).isoformat(timespec="microseconds")}}
    item = next(item for item in records(app) if item["id"]["S"] == created["id"])
    app.aws.clients.dynamodb.put_item(TableName=app.aws.resources.images_table, Item={**item, **earlier})
    again = send(app, key).json_body
    assert (again["status"], again["error"]["code"]) == ("failed", "upload_expired")
    assert again["upload"]["expires_at"] < created["created_at"]


def test_a_retry_uses_up_no_quota(app: App, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, token = Access(app.aws.environment).registry.create(uuid.uuid4().hex)
    monkeypatch.setenv("IMAGES_PER_DAY", "1")
    darkroom.cache_clear()
    assert {send(app, key, token=token).status_code for _ in range(3)} == {201}
    assert answer(send(app, f"{key}2", token=token)) == (429, "quota_exceeded")
    darkroom.cache_clear()


def test_a_retry_gets_the_parts_of_the_same_multipart_upload(
    app: App, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_UPLOAD_BYTES", str(2 * part_plan.THRESHOLD))
    darkroom.cache_clear()
    body = json.dumps(LARGE).encode()
    first, second = (send(app, key, body).json_body for _ in range(2))
    assert first["id"] == second["id"]
    paths = [
        [part["url"].partition("&X-Amz")[0] for part in each["multipart"]["parts"]]
        for each in (first, second)
    ]
    assert paths[0] == paths[1]
    app.call("DELETE", f"/images/{first['id']}")
    assert answer(send(app, key, body)) == (410, "image_deleted")
    darkroom.cache_clear()


def test_quotes_around_a_key_are_ignored(app: App, key: str) -> None:
    assert send(app, key).json_body["id"] == send(app, f'"{key}"').json_body["id"]


@pytest.mark.parametrize("body", [b'{"filename": "dog.png"}', b'{"filename":"cat.png"}'])
def test_the_same_key_with_another_body_is_refused(app: App, key: str, body: bytes) -> None:
    send(app, key)
    assert answer(send(app, key, body)) == (422, "idempotency_key_reused")


def test_owners_have_separate_keys(app: App, key: str) -> None:
    _, token = Access(app.aws.environment).registry.create("other-owner")
    assert send(app, key).json_body["id"] != send(app, key, token=token).json_body["id"]


def test_the_key_of_a_deleted_image_stays_used_up(app: App, key: str) -> None:
    created = send(app, key).json_body
    app.call("DELETE", f"/images/{created['id']}")
    assert answer(send(app, key)) == (410, "image_deleted")


def test_the_key_of_an_erased_image_stays_used_up(app: App, key: str) -> None:
    created = send(app, key).json_body
    app.call("DELETE", f"/images/{created['id']}?erase=true")
    assert answer(send(app, key)) == (410, "image_erased")
    record = next(item for item in records(app) if item["id"]["S"] == created["id"])
    assert "request_digest" not in record


def test_refused_requests_are_not_stored(app: App, key: str) -> None:
    assert send(app, key, b'{"filename": "x/y.png"}').status_code == 400
    assert send(app, key).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "späße", "x" * 256, 'a"b'])
def test_an_invalid_key_is_refused(app: App, key: str) -> None:
    response = send(app, key)
    assert (response.status_code, json.loads(response.body)["field"]) == (400, HEADER)


def test_requests_without_a_key_are_independent(app: App) -> None:
    bodies = [app.post("/images", {"filename": "cat.png"}).json_body["id"] for _ in range(2)]
    assert bodies[0] != bodies[1]


def test_nothing_that_is_stored_or_logged_contains_the_key(
    app: App, key: str, capfd: pytest.CaptureFixture[str]
) -> None:
    send(app, key)
    send(app, key, b'{"filename": "dog.png"}')
    assert key not in str(records(app))
    assert key not in "".join(capfd.readouterr())
