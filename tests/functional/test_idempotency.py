"""`Idempotency-Key` with `POST /images`."""

import json
import uuid
from typing import Any

import pytest
from chalice.test import HTTPResponse

from chalicelib.aws.idempotency import LIFETIME, DynamoDBIdempotencyStore
from chalicelib.bootstrap.access import Access
from chalicelib.errors import RequestInProgress, ServiceUnavailable
from tests.conftest import Aws
from tests.functional.conftest import App


def send(app: App, key: str, filename: str = "cat.png", token: str | None = None) -> HTTPResponse:
    headers = {
        "Authorization": f"Bearer {token or app.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    return app.call("POST", "/images", json.dumps({"filename": filename}).encode(), headers)


def code(response: HTTPResponse) -> Any:
    return json.loads(response.body)["code"]


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())


def test_a_retry_gets_the_same_response_and_creates_one_image(app: App, key: str) -> None:
    first, second = send(app, key), send(app, key)
    assert first.status_code == 201
    assert (second.status_code, second.headers, second.body) == (201, first.headers, first.body)
    listed = app.get("/images").json_body["images"]
    assert [image["id"] for image in listed].count(first.json_body["id"]) == 1


def test_quotes_around_a_key_are_ignored(app: App, key: str) -> None:
    assert send(app, key).body == send(app, f'"{key}"').body


def test_the_same_key_with_another_body_is_refused(app: App, key: str) -> None:
    send(app, key)
    response = send(app, key, "dog.png")
    assert (response.status_code, code(response)) == (422, "idempotency_key_reused")


def test_owners_have_separate_keys(app: App, key: str) -> None:
    _, token = Access(app.aws.environment).registry.create("other-owner")
    assert send(app, key).json_body["id"] != send(app, key, "dog.png", token).json_body["id"]


def test_errors_are_not_stored(app: App, key: str) -> None:
    assert send(app, key, "x/y.png").status_code == 400
    assert send(app, key).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "späße", "x" * 256, 'a"b'])
def test_an_invalid_key_is_refused(app: App, key: str) -> None:
    response = send(app, key)
    assert (response.status_code, json.loads(response.body)["field"]) == (400, "Idempotency-Key")


def test_requests_without_a_key_are_independent(app: App) -> None:
    bodies = [app.post("/images", {"filename": "cat.png"}).json_body["id"] for _ in range(2)]
    assert bodies[0] != bodies[1]


def test_a_retry_during_the_first_request_is_refused(aws: Aws, key: str) -> None:
    store = DynamoDBIdempotencyStore(aws.clients.dynamodb, aws.resources.images_table)

    def again() -> dict[str, object]:
        with pytest.raises(RequestInProgress):
            store.run_once((key,), "body", dict)
        return {"response": "first"}

    assert store.run_once((key,), "body", again) == {"response": "first"}
    assert store.run_once((key,), "body", dict) == {"response": "first"}


def test_a_crashed_request_does_not_block_its_key(aws: Aws, key: str) -> None:
    client, table = aws.clients.dynamodb, aws.resources.images_table

    class Crash(BaseException):
        """Ends the request without any cleanup."""

    def crash() -> dict[str, object]:
        raise Crash

    with pytest.raises(Crash):
        DynamoDBIdempotencyStore(client, table, in_progress_timeout=-1).run_once((key,), "body", crash)
    assert DynamoDBIdempotencyStore(client, table).run_once(
        (key,), "body", lambda: {"response": "second"}
    ) == {"response": "second"}


def test_responses_are_stored_for_a_day(aws: Aws, key: str) -> None:
    store = DynamoDBIdempotencyStore(aws.clients.dynamodb, aws.resources.images_table)
    store.run_once((key,), "body", dict)
    items = aws.clients.dynamodb.scan(TableName=aws.resources.images_table)["Items"]
    assert all("expires_at" in item for item in items if item["id"]["S"].startswith("idempotency#"))
    assert LIFETIME == 24 * 3600


def test_a_missing_table_is_a_service_error(aws: Aws, key: str) -> None:
    with pytest.raises(ServiceUnavailable):
        DynamoDBIdempotencyStore(aws.clients.dynamodb, "nowhere").run_once((key,), "body", dict)
