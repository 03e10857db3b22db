"""Uploads that violate their policy. moto accepts them, so the pipeline must refuse them."""

import base64
import hashlib
from typing import Any

import pytest
import requests

from tests.functional.conftest import App


def create(app: App, **request: object) -> dict[str, Any]:
    created: dict[str, Any] = app.post("/images", {"filename": "cat.png", **request}).json_body
    return created


def send(app: App, created: dict[str, Any], content: bytes, **changed: str) -> str:
    """Send a form with changed fields, deliver the event, return the key."""
    form = created["upload"]
    fields = {**form["fields"], **changed}
    assert requests.post(form["url"], data=fields, files={"file": content}, timeout=10).status_code == 201
    event = app.event(fields["key"])
    event["Records"][0]["s3"]["object"]["eTag"] = app.etag(fields["key"])
    app.deliver(event)
    return str(fields["key"])


def outcome(app: App, image_id: str) -> tuple[str, str | None]:
    body = app.get(f"/images/{image_id}").json_body
    return body["status"], (body["error"] or {}).get("code")


@pytest.mark.parametrize(
    ("request_", "changed", "code"),
    [
        ({"size": 10}, {}, "size_mismatch"),
        ({}, {"Content-Type": "text/html"}, "type_mismatch"),
        ({"checksum_sha256": base64.b64encode(bytes(32)).decode()}, {}, "checksum_mismatch"),
    ],
)
def test_an_upload_that_violates_its_policy_fails(
    app: App, png: bytes, request_: dict[str, Any], changed: dict[str, str], code: str
) -> None:
    created = create(app, **request_)
    send(app, created, png, **changed)
    assert outcome(app, created["id"]) == ("failed", code)


def test_a_form_sent_to_another_key_fails(app: App, png: bytes) -> None:
    created = create(app)
    key = f"images/{created['id']}/other.png"
    send(app, created, png, key=key)
    listed = app.get("/images").json_body["images"]
    (stray,) = [image for image in listed if image["filename"] == "other.png"]
    assert outcome(app, stray["id"]) == ("failed", "key_mismatch")
    assert outcome(app, created["id"]) == ("pending", None)


def test_an_upload_with_the_right_checksum_is_processed(app: App, png: bytes) -> None:
    checksum = base64.b64encode(hashlib.sha256(png).digest()).decode()
    created = create(app, size=len(png), checksum_sha256=checksum)
    send(app, created, png)
    assert outcome(app, created["id"]) == ("ready", None)


def test_a_second_upload_with_the_same_form_is_a_new_version_and_is_processed(app: App, png: bytes) -> None:
    created = create(app)
    key = send(app, created, b"no image")
    assert outcome(app, created["id"]) == ("failed", "unsupported_format")
    send(app, created, png)
    assert outcome(app, created["id"]) == ("ready", None)
    versions = app.aws.clients.s3.list_object_versions(Bucket=app.aws.resources.upload_bucket, Prefix=key)
    assert len(versions["Versions"]) == 2
