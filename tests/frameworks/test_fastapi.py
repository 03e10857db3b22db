"""The router for FastAPI, with both clients."""

import json

import pytest
from darkroom.upload_endpoint import MAX_BODY_BYTES
from fastapi import Header, HTTPException

from tests.frameworks.sites import URL, VALUES, Serve, Service
from tests.unit.client import payloads

REQUEST = {"filename": "cat.jpg", "size": 10, "content_type": "image/jpeg"}
WEBHOOK_SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"  # noqa: S105 - of no value


def test_the_browser_gets_a_form_and_a_signed_value_but_no_token(serve: Serve, service: Service) -> None:
    response = serve().post("/uploads", json=REQUEST)
    assert response.status_code == 200
    body = response.json()
    assert (body["id"], body["upload"]) == ("id1", payloads.form())
    assert body["status_url"] == f"{URL}/status/id1?key=1-ab"
    assert VALUES.image_id(body["value"]) == "id1"
    assert response.headers["Cache-Control"] == "no-store"
    assert "t0ken" not in response.text
    [sent] = service.requests
    assert sent.headers["Authorization"] == "Bearer t0ken"
    assert json.loads(sent.content) == REQUEST | {"variants": ["small"]}


def test_without_values_the_form_submits_the_id(serve: Serve) -> None:
    assert "value" not in serve(values=None).post("/uploads", json=REQUEST).json()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (REQUEST | {"size": 101}, 413, "size_too_large"),
        (REQUEST | {"variants": ["huge"]}, 400, "unknown_preset"),
        ({}, 400, "invalid_field"),
        ([], 400, "invalid_json"),
        (REQUEST | {"filename": "x" * MAX_BODY_BYTES}, 413, "request_too_large"),
    ],
)
def test_what_the_site_does_not_allow_is_refused_at_once(
    serve: Serve, service: Service, body: object, status: int, code: str
) -> None:
    response = serve(max_bytes=100).post("/uploads", json=body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert service.requests == []


def test_only_json_is_accepted(serve: Serve) -> None:
    response = serve().post("/uploads", content="{}", headers={"Content-Type": "text/plain"})
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("status", "code"),
    [(415, "unsupported_content_type"), (413, "size_too_large"), (400, "invalid_filename")],
)
def test_errors_of_the_user_keep_their_status_and_code(
    serve: Serve, service: Service, status: int, code: str
) -> None:
    service.status, service.body = status, payloads.problem(status, code)
    response = serve().post("/uploads", json=REQUEST)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["detail"] == f"It is {code}"


def test_a_quota_tells_when_to_come_back(serve: Serve, service: Service) -> None:
    service.status, service.body = 429, payloads.problem(429, "quota_exceeded")
    service.headers = {"Retry-After": "3600"}
    response = serve().post("/uploads", json=REQUEST)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")


def test_the_browser_is_told_when_the_image_will_probably_be_ready(serve: Serve, service: Service) -> None:
    service.headers = {"Retry-After": "2"}
    assert serve().post("/uploads", json=REQUEST).headers["Retry-After"] == "2"


def test_no_request_waits_while_the_service_is_busy(serve: Serve, service: Service) -> None:
    service.status, service.body = 429, payloads.problem(429, "throttled")
    service.headers = {"Retry-After": "30"}
    response = serve().post("/uploads", json=REQUEST)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "30")
    assert len(service.requests) == 1


def test_a_wrong_token_is_not_the_users_problem(serve: Serve, service: Service) -> None:
    service.status, service.body = 401, payloads.problem(401, "invalid_token")
    response = serve().post("/uploads", json=REQUEST)
    assert (response.status_code, response.json()["code"]) == (502, "configuration_error")
    assert "token" not in response.text


def test_a_service_that_is_down_is_a_bad_gateway(serve: Serve, service: Service) -> None:
    service.down = True
    response = serve().post("/uploads", json=REQUEST)
    assert (response.status_code, response.json()["code"]) == (502, "service_unavailable")
    assert response.headers["Retry-After"] == "1"
    assert "darkroom.test" not in response.text


def test_the_site_decides_who_may_upload(serve: Serve, service: Service) -> None:
    def signed_in(x_user: str = Header(default="")) -> None:
        if not x_user:
            raise HTTPException(401, "Sign in first.")

    site = serve(allow=signed_in)
    assert site.post("/uploads", json=REQUEST).status_code == 401
    assert service.requests == []
    assert site.post("/uploads", json=REQUEST, headers={"X-User": "alice"}).status_code == 200


def test_pages_of_other_origins_are_not_answered(serve: Serve) -> None:
    origin = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = serve().request("OPTIONS", "/uploads", headers=origin)
    assert response.status_code == 405
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_openapi_document_has_the_endpoint(serve: Serve) -> None:
    paths = serve(webhook_secret=WEBHOOK_SECRET).request("GET", "/openapi.json").json()["paths"]
    uploads = {"/uploads", "/uploads/{image_id}/parts", "/uploads/{image_id}/complete"}
    assert set(paths) == uploads | {"/uploads/webhook"}
    create = paths["/uploads"]["post"]
    schema = create["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["required"]) == {"filename", "size"}
    assert {"200", "400", "403", "413", "415", "429", "502"} <= set(create["responses"])
    problem = create["responses"]["415"]["content"]["application/problem+json"]["schema"]
    assert set(problem["required"]) == {"type", "title", "status", "code", "detail"}
