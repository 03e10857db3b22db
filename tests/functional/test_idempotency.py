"""`Idempotency-Key` on `POST /images`."""

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


def sent(app: App, key: str, filename: str = "cat.png", token: str | None = None) -> HTTPResponse:
    headers = {
        "Authorization": f"Bearer {token or app.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    return app.call("POST", "/images", json.dumps({"filename": filename}).encode(), headers)


def code(answer: HTTPResponse) -> Any:
    return json.loads(answer.body)["code"]


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())


def test_the_same_request_gets_the_same_answer_and_makes_one_image(app: App, key: str) -> None:
    first, second = sent(app, key), sent(app, key)
    assert first.status_code == 201
    assert (second.status_code, second.headers, second.body) == (201, first.headers, first.body)
    listed = app.get("/images").json_body["images"]
    assert [image["id"] for image in listed].count(first.json_body["id"]) == 1


def test_a_quoted_key_is_the_same_as_a_bare_one(app: App, key: str) -> None:
    assert sent(app, key).body == sent(app, f'"{key}"').body


def test_another_body_under_the_same_key_is_refused(app: App, key: str) -> None:
    sent(app, key)
    answer = sent(app, key, "dog.png")
    assert (answer.status_code, code(answer)) == (422, "idempotency_key_reused")


def test_another_owner_may_have_the_same_key(app: App, key: str) -> None:
    _, token = Access(app.aws.environment).registry.create("somebody")
    assert sent(app, key).json_body["id"] != sent(app, key, "dog.png", token).json_body["id"]


def test_a_refusal_is_not_kept(app: App, key: str) -> None:
    assert sent(app, key, "x/y.png").status_code == 400
    assert sent(app, key).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "späße", "x" * 256, 'a"b'])
def test_a_key_that_is_none_is_refused_by_name(app: App, key: str) -> None:
    answer = sent(app, key)
    assert (answer.status_code, json.loads(answer.body)["field"]) == (400, "Idempotency-Key")


def test_requests_without_a_key_are_each_their_own(app: App) -> None:
    bodies = [app.post("/images", {"filename": "cat.png"}).json_body["id"] for _ in range(2)]
    assert bodies[0] != bodies[1]


def test_a_request_whose_first_is_still_running_is_told_so(aws: Aws, key: str) -> None:
    store = DynamoDBIdempotencyStore(aws.clients.dynamodb, aws.resources.images_table)

    def again() -> dict[str, object]:
        with pytest.raises(RequestInProgress):
            store.run_once((key,), "body", dict)
        return {"said": "once"}

    assert store.run_once((key,), "body", again) == {"said": "once"}
    assert store.run_once((key,), "body", dict) == {"said": "once"}


def test_a_request_that_died_does_not_block_its_key(aws: Aws, key: str) -> None:
    client, table = aws.clients.dynamodb, aws.resources.images_table

    class Died(BaseException):
        """The process is gone: nothing is tidied up."""

    def die() -> dict[str, object]:
        raise Died

    with pytest.raises(Died):
        DynamoDBIdempotencyStore(client, table, in_progress_timeout=-1).run_once((key,), "body", die)
    assert DynamoDBIdempotencyStore(client, table).run_once((key,), "body", lambda: {"said": "after"}) == {
        "said": "after"
    }


def test_answers_are_kept_for_a_day(aws: Aws, key: str) -> None:
    store = DynamoDBIdempotencyStore(aws.clients.dynamodb, aws.resources.images_table)
    store.run_once((key,), "body", dict)
    items = aws.clients.dynamodb.scan(TableName=aws.resources.images_table)["Items"]
    assert all("expires_at" in item for item in items if item["id"]["S"].startswith("idempotency#"))
    assert LIFETIME == 24 * 3600


def test_a_table_that_does_not_answer_is_a_fault_on_our_side(aws: Aws, key: str) -> None:
    with pytest.raises(ServiceUnavailable):
        DynamoDBIdempotencyStore(aws.clients.dynamodb, "nowhere").run_once((key,), "body", dict)
