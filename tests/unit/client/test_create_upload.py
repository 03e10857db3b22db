"""Uploads for a browser, created by requests that the service's own parser reads."""

import json
from typing import Any

import pytest
from darkroom import (
    Client,
    InvalidRequestError,
    InvalidResponse,
    MultipartUpload,
    UploadForm,
    UploadPart,
)

from chalicelib.api import requests
from chalicelib.models import Crop, Focus, Metadata
from tests.unit.client import payloads
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

PART = {"number": 1, "size": 52_428_800, "url": "https://uploads.test/1?signature=secret"}
PARTS: dict[str, Any] = {
    "part_size": 52_428_800,
    "parts": [PART],
    "expires_at": "2026-01-02T04:00:00Z",
}


def test_create_upload_returns_the_form_and_the_status_url(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())

    upload = client.create_upload(filename="cat.jpg", size=4)

    assert (upload.id, upload.status_url) == ("id1", f"{URL}/status/id1?key=secret")
    assert isinstance(upload.form, UploadForm)
    assert upload.form.fields["key"] == "images/id1/cat.jpg"
    assert upload.multipart is None
    assert upload.document == payloads.created()


def test_the_browser_gets_the_form_as_the_service_sent_it(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())

    document = json.loads(json.dumps(client.create_upload(filename="cat.jpg", size=4).for_browser()))

    assert document == {
        "id": "id1",
        "status_url": f"{URL}/status/id1?key=secret",
        "upload": payloads.form(),
        "multipart": None,
    }


def test_the_browser_gets_the_parts_of_a_large_file(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created(upload=None, multipart=PARTS))

    upload = client.create_upload(filename="large.tif", size=60_000_000, multipart=True)

    assert web.calls[-1].json["multipart"] is True
    assert isinstance(upload.multipart, MultipartUpload)
    assert upload.multipart.parts == (UploadPart(**PARTS["parts"][0]),)
    assert json.loads(json.dumps(upload.for_browser()["multipart"])) == PARTS


def test_create_upload_sends_all_options(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())

    client.create_upload(
        filename="cat.png",
        size=4,
        content_type="image/png",
        variants=["small"],
        metadata={"external_id": "sku-1"},
        focus=(0.5, 0.25),
        crop=(0, 0, 0.5, 1),
        rotate=90,
    )

    request = requests.upload_request(web.calls[-1].body)
    assert (request.filename, request.size, request.content_type) == ("cat.png", 4, "image/png")
    assert request.variants == ("small",)
    assert request.metadata == Metadata(external_id="sku-1")
    assert request.focus == Focus(x=0.5, y=0.25)
    assert request.crop == Crop(x=0, y=0, width=0.5, height=1)
    assert request.rotate == 90


def test_create_upload_leaves_out_what_is_not_given(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())

    client.create_upload(filename="cat.jpg", size=4)

    assert web.calls[-1].json == {"filename": "cat.jpg", "size": 4}


def test_a_refusal_has_what_the_browser_needs_to_know(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=400, json=payloads.problem(400, "unsupported_content_type"))

    with pytest.raises(InvalidRequestError) as caught:
        client.create_upload(filename="notes.txt", size=4)
    assert (caught.value.status, caught.value.code) == (400, "unsupported_content_type")


def test_create_upload_explains_that_the_service_has_no_status_urls(client: Client, web: Web) -> None:
    older = payloads.created()
    del older["status_url"]
    web.post(f"{URL}/images", status=201, json=older)

    with pytest.raises(InvalidResponse, match="too old"):
        client.create_upload(filename="cat.jpg", size=4)


def test_the_text_of_an_upload_can_be_logged(client: Client, web: Web) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created(multipart=PARTS))

    text = repr(client.create_upload(filename="cat.jpg", size=4))

    assert "id1" in text
    assert "secret" not in text
    assert payloads.form()["fields"]["policy"] not in text
