"""The endpoint for uploads."""

import asyncio
import json
from typing import Any

import pytest
import requests
from darkroom.django import permissions, signing
from darkroom.upload_endpoint import UploadRules
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import AsyncClient, Client
from django.urls import reverse
from responses import RequestsMock

from tests.frameworks.payloads import URL
from tests.unit.client import payloads

RULES = UploadRules(variants=["small"], max_bytes=100)
REQUEST = {"filename": "cat.jpg", "size": 10, "content_type": "image/jpeg"}


def endpoint(rules: UploadRules = RULES) -> str:
    return reverse("darkroom:upload", args=[signing.sign_rules(rules)])


def post(client: Client, url: str = "", **changes: Any) -> Any:
    body = json.dumps(REQUEST | changes)
    return client.post(url or endpoint(), body, content_type="application/json")


def created(web: RequestsMock) -> None:
    upload = {"upload": payloads.form(), "status_url": f"{URL}/status/id1?key=1-ab", "multipart": None}
    web.post(f"{URL}/images", status=201, json=payloads.image(status="pending") | upload)


def test_the_browser_gets_a_form_and_a_signed_value_but_no_token(browser: Client, web: RequestsMock) -> None:
    created(web)
    response = post(browser)
    assert response.status_code == 200
    body = response.json()
    assert body["id"] == "id1"
    assert body["upload"] == payloads.form()
    assert body["status_url"] == f"{URL}/status/id1?key=1-ab"
    assert signing.image_id(body["value"], RULES) == "id1"
    assert response.headers["Cache-Control"] == "no-store"
    assert b"t0ken" not in response.content
    sent = web.calls[0].request
    assert sent.headers["Authorization"] == "Bearer t0ken"
    assert json.loads(sent.body or b"") == REQUEST | {"variants": ["small"]}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"size": 101}, 413, "size_too_large"),
        ({"size": 0}, 400, "empty_file"),
        ({"filename": 5}, 400, "invalid_field"),
        ({"variants": ["huge"]}, 400, "unknown_preset"),
    ],
)
def test_what_the_field_does_not_allow_is_refused_at_once(
    browser: Client, web: RequestsMock, changes: dict[str, Any], status: int, code: str
) -> None:
    response = post(browser, **changes)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert len(web.calls) == 0


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (415, "unsupported_content_type"),
        (413, "size_too_large"),
        (400, "invalid_filename"),
        (422, "invalid_request"),
    ],
)
def test_errors_of_the_user_keep_their_status_and_code(
    browser: Client, web: RequestsMock, status: int, code: str
) -> None:
    web.post(f"{URL}/images", status=status, json=payloads.problem(status, code))
    response = post(browser)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["detail"] == f"It is {code}"


def test_the_browser_is_told_when_the_image_will_probably_be_ready(
    browser: Client, web: RequestsMock
) -> None:
    created = payloads.created()
    web.post(f"{URL}/images", status=201, json=created, headers={"Retry-After": "2"})
    assert post(browser).headers["Retry-After"] == "2"


def test_a_quota_tells_when_to_come_back(browser: Client, web: RequestsMock) -> None:
    problem = payloads.problem(429, "quota_exceeded")
    web.post(f"{URL}/images", status=429, json=problem, headers={"Retry-After": "3600"})
    response = post(browser)
    assert (response.status_code, response.json()["code"]) == (429, "quota_exceeded")
    assert response.headers["Retry-After"] == "3600"


def test_a_wrong_token_is_not_the_users_problem(browser: Client, web: RequestsMock) -> None:
    web.post(f"{URL}/images", status=401, json=payloads.problem(401, "invalid_token"))
    response = post(browser)
    assert (response.status_code, response.json()["code"]) == (502, "configuration_error")
    assert b"token" not in response.content


def test_invalid_settings_are_not_the_users_problem(browser: Client, settings: LazySettings) -> None:
    settings.DARKROOM_URL = "not a url"
    response = post(browser)
    assert (response.status_code, response.json()["code"]) == (502, "configuration_error")
    assert b"not a url" not in response.content


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@pytest.mark.usefixtures("no_pauses")
def test_a_service_that_is_down_is_a_bad_gateway(browser: Client, web: RequestsMock) -> None:
    web.post(f"{URL}/images", body=requests.ConnectionError("darkroom.test refused"))
    response = post(browser)
    assert (response.status_code, response.json()["code"]) == (502, "service_unavailable")
    assert response.headers["Retry-After"] == "1"
    assert b"darkroom.test" not in response.content


def test_strangers_may_not_upload(web: RequestsMock) -> None:
    response = post(Client())
    assert (response.status_code, response.json()["code"]) == (403, "upload_not_allowed")
    assert len(web.calls) == 0


def test_a_public_page_takes_one_setting(web: RequestsMock, settings: LazySettings) -> None:
    created(web)
    settings.DARKROOM_UPLOAD_PERMISSION = "darkroom.django.permissions.anyone"
    assert post(Client()).status_code == 200


def test_staff_only_is_possible(user: Any) -> None:
    request = HttpRequest()
    assert not permissions.staff(request)
    request.user = AnonymousUser()
    assert not permissions.staff(request)
    request.user = user
    assert permissions.staff(request)
    user.is_staff = False
    assert not permissions.staff(request)


def test_pages_of_other_sites_cannot_upload(user: Any, web: RequestsMock) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert post(client).status_code == 403
    assert len(web.calls) == 0


def test_the_csrf_token_in_the_header_is_enough(user: Any, web: RequestsMock) -> None:
    created(web)
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    client.force_login(user)
    token = client.cookies["csrftoken"].value
    body, headers = json.dumps(REQUEST), {"X-CSRFToken": token}
    assert client.post(endpoint(), body, "application/json", headers=headers).status_code == 200


@pytest.mark.parametrize("options", ["x", "WyJhIl0:abc", endpoint().rpartition("/")[2] + "0"])
def test_the_rules_of_a_field_cannot_be_changed(browser: Client, web: RequestsMock, options: str) -> None:
    response = post(browser, f"/darkroom/uploads/{options}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert len(web.calls) == 0


def test_only_json_is_accepted(browser: Client) -> None:
    assert browser.post(endpoint(), "{}", content_type="text/plain").status_code == 415
    assert browser.get(endpoint()).status_code == 405


def test_it_works_with_asgi(web: RequestsMock, settings: LazySettings) -> None:
    created(web)
    settings.DARKROOM_UPLOAD_PERMISSION = "darkroom.django.permissions.anyone"
    body = json.dumps(REQUEST)
    response = asyncio.run(AsyncClient().post(endpoint(), body, content_type="application/json"))
    assert response.status_code == 200


@pytest.mark.parametrize("status", [429, 503])
def test_no_worker_waits_while_the_service_is_busy(browser: Client, web: RequestsMock, status: int) -> None:
    problem = payloads.problem(status, "throttled")
    web.post(f"{URL}/images", status=status, json=problem, headers={"Retry-After": "30"})
    assert post(browser).headers["Retry-After"] == "30"
    assert len(web.calls) == 1
