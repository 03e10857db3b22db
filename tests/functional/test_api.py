"""The HTTP API, route by route."""

import json
import uuid
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from chalice.test import HTTPResponse

from chalicelib import VERSION
from chalicelib.imaging.kernel import library
from tests.functional.conftest import App


def problem(response: HTTPResponse) -> dict[str, object]:
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, object] = json.loads(response.body)
    assert body["status"] == response.status_code
    return body


def test_creating_an_image_returns_its_document_and_a_form(app: App) -> None:
    response = app.post("/images", {"filename": "cat.png", "size": 7, "variants": ["small"]})
    body = response.json_body
    assert response.status_code == 201
    assert response.headers["Location"] == f"images/{body['id']}"
    assert (body["status"], body["filename"], body["size"]) == ("pending", "cat.png", 7)
    assert (body["variants"], body["error"]) == ([], None)
    assert set(body["upload"]) == {"method", "url", "fields", "headers", "expires_at"}
    assert body["upload"]["fields"]["key"] == f"images/{body['id']}/cat.png"


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b"{", 400, "invalid_json", None),
        ({}, 400, "invalid_field", "filename"),
        ({"filename": "../x.jpg"}, 400, "invalid_filename", "filename"),
        ({"filename": "x" * 300 + ".jpg"}, 400, "invalid_filename", "filename"),
        ({"filename": "x.svg"}, 415, "unsupported_content_type", "content_type"),
        ({"filename": "x.jpg", "content_type": "text/html"}, 415, "unsupported_content_type", "content_type"),
        ({"filename": "x.jpg", "variants": ["huge"]}, 400, "unknown_preset", "variants"),
        ({"filename": "x.jpg", "size": 10**12}, 413, "size_too_large", "size"),
    ],
)
def test_an_invalid_request_is_a_problem_with_code_and_field(
    app: App, body: object, status: int, code: str, field: str | None
) -> None:
    response = app.post("/images", body)
    details = problem(response)
    assert (response.status_code, details["code"], details.get("field")) == (status, code, field)


@pytest.mark.usefixtures("stopped_clock")
def test_a_pending_image_has_retry_after(app: App) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    response = app.get(f"/images/{created['id']}")
    assert response.json_body["status"] == "pending"
    assert response.headers["Retry-After"] == "1"


def test_a_ready_image_has_variants_and_no_retry_after(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    response = app.get(f"/images/{image_id}")
    body = response.json_body
    assert "Retry-After" not in response.headers
    assert (body["status"], body["width"], body["height"], body["size"]) == ("ready", 640, 480, len(png))
    (variant,) = body["variants"]
    assert (variant["name"], variant["width"], variant["height"]) == ("300x300", 300, 225)
    assert variant["content_type"] == "image/png"
    assert body["srcset"] == f"{variant['url']} 300w"
    fetched = requests.get(variant["url"], timeout=10)
    assert fetched.headers["Content-Type"] == "image/png"
    assert fetched.headers["Content-Disposition"].startswith('inline; filename="cat-300x300.png"')
    assert len(fetched.content) == variant["size"]


def test_urls_are_signed_at_rounded_times(app: App, png: bytes) -> None:
    """So they stay the same for half of URL_EXPIRES, in documents and in redirects."""
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    document = app.get(f"/images/{image_id}").json_body
    redirect = app.get(f"/images/{image_id}/variants/300x300").headers["Location"]
    for url in (document["variants"][0]["url"], document["sources"][0]["src"], redirect):
        query = parse_qs(urlsplit(url).query)
        signed_at = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%S%z")
        assert signed_at.timestamp() % (int(query["X-Amz-Expires"][0]) // 2) == 0


def test_an_image_can_be_reprocessed(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    response = app.post(f"/images/{image_id}/reprocess", {})
    assert (response.status_code, response.json_body["status"]) == (202, "processing")
    assert (response.headers["Location"], response.headers["Retry-After"]) == (f"../{image_id}", "1")
    assert app.get(f"/images/{image_id}").json_body["status"] == "processing"
    assert problem(app.post("/images/unknown/reprocess", {}))["code"] == "image_not_found"


def test_the_srcset_omits_cropped_variants(app: App, png: bytes) -> None:
    image_id = app.upload(png, variants=["300x300", "square"])
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    body = app.get(f"/images/{image_id}").json_body
    assert [variant["name"] for variant in body["variants"]] == ["300x300", "square"]
    assert body["srcset"] == f"{body['variants'][0]['url']} 300w"


def test_a_variants_permanent_url_redirects_to_its_current_file(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    response = app.get(f"/images/{image_id}/variants/300x300")
    assert response.status_code == 302
    assert requests.get(response.headers["Location"], timeout=10).ok


@pytest.mark.parametrize("path", ["/images/unknown", f"/images/{'x' * 28}", f"/images/{'x' * 3000}"])
def test_an_unknown_image_is_a_problem(app: App, path: str) -> None:
    response = app.get(path)
    assert (response.status_code, problem(response)["code"]) == (404, "image_not_found")


def test_an_unknown_variant_is_a_problem(app: App) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    response = app.get(f"/images/{created['id']}/variants/300x300")
    assert (response.status_code, problem(response)["code"]) == (404, "variant_not_found")


def test_deleting_removes_source_outputs_and_record(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    key = app.key_of("cat.png", image_id)
    app.deliver(app.event(key))
    assert app.outputs(key)
    assert app.call("DELETE", f"/images/{image_id}").status_code == 204
    assert app.outputs(key) == {}
    sources = app.aws.clients.s3.list_objects_v2(Bucket=app.aws.resources.upload_bucket, Prefix=key)
    assert sources["KeyCount"] == 0
    assert app.get(f"/images/{image_id}").status_code == 404
    assert app.call("DELETE", f"/images/{image_id}").status_code == 404


def test_the_listing_is_newest_first_and_paginated(app: App) -> None:
    created = [app.post("/images", {"filename": f"{n}.png"}).json_body["id"] for n in range(3)][::-1]
    first = app.get("/images?limit=2").json_body
    assert [image["id"] for image in first["images"]] == created[:2]
    second = app.get(f"/images?limit=1&cursor={first['next_cursor']}").json_body
    assert [image["id"] for image in second["images"]] == created[2:]


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("limit=0", "invalid_field", "limit"),
        ("status=done", "invalid_field", "status"),
        ("cursor=nonsense", "invalid_cursor", "cursor"),
    ],
)
def test_an_invalid_query_is_a_problem(app: App, query: str, code: str, field: str) -> None:
    details = problem(app.get(f"/images?{query}"))
    assert (details["code"], details["field"]) == (code, field)


def test_uppy_gets_a_form_that_accepts_its_file(app: App, png: bytes) -> None:
    query = "filename=sp%C3%A4%C3%9Fe.png&type=image%2Fpng&metadata%5Bname%5D=x"
    form = app.get(f"/s3/params?{query}").json_body
    assert (form["method"], form["expires"]) == ("POST", 600)
    assert form["url"].endswith("/")  # Uppy appends the key to it
    assert form["fields"]["key"] == f"images/{form['id']}/späße.png"
    assert requests.post(form["url"], data=form["fields"], files={"file": png}, timeout=10).ok
    assert app.get(f"/images/{form['id']}").json_body["status"] == "pending"


def test_the_presets_are_listed_with_their_default(app: App) -> None:
    body = app.get("/presets").json_body
    assert body["default"] == ["300x300"]
    assert {"name", "width", "height", "fit", "format", "quality"} <= set(body["presets"][0])


def test_the_health_check_responds(app: App) -> None:
    assert app.get("/healthz").json_body == {
        "status": "ok",
        "version": VERSION,
        "kernel": library.is_available(),
    }


def test_errors_of_the_framework_are_problems_too(app: App) -> None:
    response = app.call("POST", "/images", headers={"Content-Type": "text/plain"}, body=b"{}")
    assert (response.status_code, problem(response)["code"]) == (415, "unsupported_media_type")


def test_the_filename_is_returned_unchanged(app: App) -> None:
    filename = f"späße +1 % {uuid.uuid4()} 😀.png"
    created = app.post("/images", {"filename": filename}).json_body
    assert app.get(f"/images/{created['id']}").json_body["filename"] == filename
