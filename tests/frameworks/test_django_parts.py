"""Files that browsers upload in parts to a Django site."""

import json
from typing import Any

import pytest
from darkroom.django import signing
from darkroom.upload_endpoint import UploadRules
from django.test import Client
from django.urls import reverse
from responses import RequestsMock

from tests.frameworks.payloads import PARTS, URL, image_document
from tests.unit.client import payloads

OPTIONS = signing.sign_rules(UploadRules())
STATUS_URL = f"{URL}/status/id1?key=2-cd"


def post(client: Client, name: str, body: object) -> Any:
    url = reverse(f"darkroom:{name}", args=[OPTIONS, "id1"])
    return client.post(url, json.dumps(body), content_type="application/json")


def test_a_large_file_gets_parts_instead_of_a_form(browser: Client, web: RequestsMock) -> None:
    upload = {"upload": None, "multipart": PARTS, "status_url": STATUS_URL}
    web.post(f"{URL}/images", status=201, json=payloads.image(status="pending") | upload)
    request = {"filename": "cat.tiff", "size": 100, "multipart": True}
    url = reverse("darkroom:upload", args=[OPTIONS])
    response = browser.post(url, json.dumps(request), content_type="application/json")
    assert (response.json()["upload"], response.json()["multipart"]) == (None, PARTS)
    assert json.loads(web.calls[0].request.body or b"")["multipart"] is True


def test_an_upload_resumes_with_its_key(browser: Client, web: RequestsMock) -> None:
    web.post(f"{URL}/images/id1/parts", json=PARTS | {"status_url": STATUS_URL})
    response = post(browser, "upload-parts", {"key": "1-ab"})
    assert (response.status_code, response.json()) == (200, PARTS | {"status_url": STATUS_URL})
    assert json.loads(web.calls[0].request.body or b"") == {"key": "1-ab"}


def test_an_upload_is_completed_with_its_key(browser: Client, web: RequestsMock) -> None:
    document = image_document(status="processing", status_url=STATUS_URL)
    web.post(f"{URL}/images/id1/complete", json=document, headers={"Retry-After": "3"})
    response = post(browser, "upload-complete", {"key": "1-ab"})
    assert (response.status_code, response.json()) == (200, document)
    assert response.headers["Retry-After"] == "3"
    assert json.loads(web.calls[0].request.body or b"") == {"key": "1-ab"}


@pytest.mark.parametrize("name", ["upload-parts", "upload-complete"])
@pytest.mark.parametrize("body", [{}, {"key": None}, {"key": 5}, []])
def test_without_a_key_the_service_is_not_asked(
    browser: Client, web: RequestsMock, name: str, body: object
) -> None:
    assert post(browser, name, body).status_code == 400
    assert len(web.calls) == 0


@pytest.mark.parametrize(
    ("status", "code"), [(403, "invalid_status_key"), (404, "image_not_found"), (409, "parts_missing")]
)
def test_errors_of_the_user_keep_their_status_and_code(
    browser: Client, web: RequestsMock, status: int, code: str
) -> None:
    web.post(f"{URL}/images/id1/complete", status=status, json=payloads.problem(status, code))
    response = post(browser, "upload-complete", {"key": "1-ab"})
    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.parametrize("name", ["upload-parts", "upload-complete"])
def test_strangers_may_not_go_on(name: str, web: RequestsMock) -> None:
    assert post(Client(), name, {"key": "1-ab"}).status_code == 403
    assert len(web.calls) == 0
