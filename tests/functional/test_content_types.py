"""Uploads of files whose type the caller does not know: the content decides."""

from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from chalice.test import HTTPResponse

from tests.functional.conftest import App

# The declared type, the file's name, and the type that the form fixes.
ACCEPTED = [
    (None, "photo", "application/octet-stream"),
    ("", "photo", "application/octet-stream"),
    ("application/octet-stream", "photo", "application/octet-stream"),
    ("binary/octet-stream", "photo.bin", "application/octet-stream"),
    ("*/*", "cat.jfif", "image/jpeg"),
    ("application/octet-stream", "cat.apng", "image/png"),
    ("image/png; charset=binary", "photo", "image/png"),
    ("image/x-png", "photo", "image/x-png"),
    ("image/jpg", "wrong.webp", "image/jpg"),
]
REFUSED = [
    ("application/octet-stream", "notes.txt"),
    ("", "notes.txt"),
    ("application/pdf", "cat.png"),
    ("text/plain; charset=utf-8", "photo"),
]


def post(app: App, declared: str | None, filename: str) -> HTTPResponse:
    body = {"filename": filename} | ({} if declared is None else {"content_type": declared})
    return app.post("/images", body)


def companion(app: App, declared: str | None, filename: str) -> HTTPResponse:
    query = {"filename": filename} | ({} if declared is None else {"type": declared})
    return app.get(f"/s3/params?{urlencode(query)}")


def upload(app: App, form: dict[str, Any], image_id: str, content: bytes) -> Any:
    """Send the form as it is, deliver the event, return the image's document."""
    # Browsers send the type of the file's own part, too. S3 ignores it.
    files = {"file": ("name", content, "text/plain")}
    assert requests.post(form["url"], data=form["fields"], files=files, timeout=10).status_code == 201
    event = app.event(form["fields"]["key"])
    event["Records"][0]["s3"]["object"]["eTag"] = app.etag(form["fields"]["key"])
    app.deliver(event)
    return app.get(f"/images/{image_id}").json_body


@pytest.mark.parametrize("create", [post, companion])
@pytest.mark.parametrize("case", ACCEPTED)
def test_an_image_becomes_ready_whatever_was_declared(
    app: App, png: bytes, create: Any, case: tuple[str | None, str, str]
) -> None:
    declared, filename, fixed = case
    created = create(app, declared, filename).json_body
    form = created.get("upload", created)
    assert form["fields"]["Content-Type"] == fixed
    document = upload(app, form, created["id"], png)
    assert (document["status"], document["content_type"], document["filename"]) == (
        "ready",
        "image/png",
        filename,
    )


@pytest.mark.parametrize("create", [post, companion])
@pytest.mark.parametrize(("declared", "filename"), REFUSED)
def test_what_cannot_be_an_image_gets_no_form(app: App, create: Any, declared: str, filename: str) -> None:
    response = create(app, declared, filename)
    assert (response.status_code, response.json_body["code"]) == (415, "unsupported_content_type")
    assert response.json_body["field"] == "content_type"


def test_a_file_of_an_unknown_type_that_is_no_image_fails(app: App) -> None:
    created = post(app, "application/octet-stream", "photo").json_body
    document = upload(app, created["upload"], created["id"], b"%PDF-1.7 no image")
    assert (document["status"], document["error"]["code"]) == ("failed", "unsupported_format")


def test_a_form_of_an_unknown_type_cannot_be_sent_with_another_one(app: App, png: bytes) -> None:
    created = post(app, "application/octet-stream", "photo").json_body
    form = created["upload"]
    changed = {**form, "fields": {**form["fields"], "Content-Type": "text/html"}}
    document = upload(app, changed, created["id"], png)
    assert (document["status"], document["error"]["code"]) == ("failed", "type_mismatch")
