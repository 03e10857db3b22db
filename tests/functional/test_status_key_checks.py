"""Keys of status URLs are checked before anything is read, and all invalid ones get the same response."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.bootstrap import darkroom
from chalicelib.domain import status_keys
from tests.functional.aws_calls import Calls, recorded
from tests.functional.conftest import App
from tests.functional.status_urls import call, create, path_of


@pytest.fixture
def created(app: App) -> dict[str, Any]:
    return create(app)


def refused_keys(app: App, created: dict[str, Any]) -> dict[str, str]:
    """Return query strings that must be refused, by the reason."""
    key = path_of(created["status_url"]).partition("key=")[2]
    other = path_of(app.post("/images", {"filename": "dog.png"}).json_body["status_url"]).partition("key=")[2]
    expired = status_keys.sign(darkroom().status_secret.read(), created["id"], 1_700_000_000)
    flipped = key[:-1] + ("0" if key[-1] != "0" else "1")
    return {
        "missing": "",
        "empty": "?key=",
        "malformed": "?key=secret",
        "not ASCII": f"?key={quote('ключ')}",
        "not Unicode": "?key=%ff%fe",
        "forged": f"?key={flipped}",
        "of another secret": f"?key={status_keys.sign(b'x' * 32, created['id'], 4_000_000_000)}",
        "extended": f"?key=9{key[1:]}",
        "in capital letters": f"?key={key.upper()}",
        "with more after it": f"?key={key}0",
        "expired": f"?key={expired}",
        "of another image": f"?key={other}",
        "twice": f"?key={key}&key={key}",
        "after one that is not valid": f"?key=x&key={key}",
        "before one that is not valid": f"?key={key}&key=x",
    }


@pytest.fixture
def calls() -> Iterator[Calls]:
    """Start the API anew; return the list that its AWS calls are added to, with the keys they read."""
    with recorded(lambda params: str(params.get("Key", ""))) as made:
        yield made


READ_SECRET = ("GetItem", "{'id': {'S': 'secret#status-keys'}}")


def test_all_invalid_keys_get_one_and_the_same_response_and_read_only_the_secret(
    app: App, created: dict[str, Any], calls: Calls
) -> None:
    targets = {
        reason: f"/status/{created['id']}{query}" for reason, query in refused_keys(app, created).items()
    }
    valid = path_of(created["status_url"]).partition("key=")[2]
    targets |= {
        "of an unknown image": f"/status/{'x' * 28}?key={valid}",
        "of no image": f"/status/x?key={valid}",
    }
    responses = {}
    for reason, target in targets.items():
        darkroom.cache_clear()
        calls.clear()
        response = call(app, target)
        responses[reason] = (response.status_code, tuple(sorted(response.headers.items())), response.body)
        assert calls in ([], [READ_SECRET]), reason
    assert len(set(responses.values())) == 1, responses
    (status, headers, body) = responses["forged"]
    assert status == 403
    assert json.loads(body)["code"] == "invalid_status_key"
    assert dict(headers)["Cache-Control"] == "no-store"
    assert "Retry-After" not in dict(headers)
    assert created["id"].encode() not in body


def test_the_secret_is_read_once_for_many_requests(app: App, created: dict[str, Any], calls: Calls) -> None:
    for _ in range(3):
        assert call(app, path_of(created["status_url"])).status_code == 200
    assert calls.count(READ_SECRET) == 1
    assert len(calls) == 4


def test_only_the_image_itself_is_read(app: App, created: dict[str, Any], calls: Calls) -> None:
    call(app, path_of(created["status_url"]))
    assert calls == [READ_SECRET, ("GetItem", f"{{'id': {{'S': '{created['id']}'}}}}")]


@pytest.mark.parametrize("path", ["/images", "/s3/params?filename=cat.png"])
def test_without_the_secret_no_image_is_created(app: App, calls: Calls, path: str) -> None:
    def fail(params: dict[str, Any], **_: object) -> None:
        if "secret#status-keys" in str(params.get("Key", "")):
            raise EndpointConnectionError(endpoint_url="https://dynamodb.example")

    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("provide-client-params.dynamodb.GetItem", fail)
    response = app.post(path, {"filename": "cat.png"}) if path == "/images" else app.get(path)
    assert (response.status_code, response.json_body["code"]) == (503, "service_unavailable")
    assert calls == []
