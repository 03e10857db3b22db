"""Files that browsers upload in parts to a FastAPI site."""

import json

import pytest

from tests.frameworks.payloads import PARTS, URL, image_document
from tests.frameworks.sites import Serve, Service
from tests.unit.client import payloads

STATUS_URL = f"{URL}/status/id1?key=2-cd"


def test_an_upload_resumes_with_its_key(serve: Serve, service: Service) -> None:
    service.status, service.body = 200, PARTS | {"status_url": STATUS_URL}
    response = serve().post("/uploads/id1/parts", json={"key": "1-ab"})
    assert (response.status_code, response.json()) == (200, PARTS | {"status_url": STATUS_URL})
    [sent] = service.requests
    assert sent.url.path == "/api/images/id1/parts"
    assert json.loads(sent.content) == {"key": "1-ab"}


def test_an_upload_is_completed_with_its_key(serve: Serve, service: Service) -> None:
    service.status, service.body = 200, image_document(status="processing", status_url=STATUS_URL)
    service.headers = {"Retry-After": "3"}
    response = serve().post("/uploads/id1/complete", json={"key": "1-ab"})
    assert response.headers["Retry-After"] == "3"
    assert (response.status_code, response.json()) == (200, service.body)
    [sent] = service.requests
    assert sent.url.path == "/api/images/id1/complete"
    assert json.loads(sent.content) == {"key": "1-ab"}


@pytest.mark.parametrize("path", ["parts", "complete"])
def test_without_a_key_the_service_is_not_asked(serve: Serve, service: Service, path: str) -> None:
    assert serve().post(f"/uploads/id1/{path}", json={}).status_code == 400
    assert service.requests == []


def test_errors_of_the_user_keep_their_status_and_code(serve: Serve, service: Service) -> None:
    service.status, service.body = 403, payloads.problem(403, "invalid_status_key")
    response = serve().post("/uploads/id1/complete", json={"key": "1-ab"})
    assert (response.status_code, response.json()["code"]) == (403, "invalid_status_key")
