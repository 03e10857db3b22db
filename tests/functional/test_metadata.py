"""Metadata, and requests to render an image in another way, through the built app."""

import json
import uuid
from typing import Any
from urllib.parse import quote

import pytest
from chalice.test import HTTPResponse

from tests.functional.conftest import App

METADATA = {"external_id": "späße #1", "tags": ["red", "null"], "alt": "", "custom": {"price": 1.5}}
MERGE_PATCH = "application/merge-patch+json"


def patch(app: App, image_id: str, body: object, media_type: str = MERGE_PATCH) -> HTTPResponse:
    return app.call("PATCH", f"/images/{image_id}", json.dumps(body).encode(), {"Content-Type": media_type})


def problem(response: HTTPResponse) -> tuple[int, str, str | None]:
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json_body
    return response.status_code, body["code"], body.get("field")


def rendered(app: App, png: bytes, **request: Any) -> str:
    image_id = app.upload(png, **request)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    return image_id


def test_the_metadata_of_the_form_is_in_the_image(app: App, png: bytes) -> None:
    created = app.post("/images", {"filename": "cat.png", "metadata": METADATA}).json_body
    assert created["metadata"] == METADATA
    assert app.get(f"/images/{created['id']}").json_body["metadata"] == METADATA
    image = app.get(f"/images/{rendered(app, png, metadata=METADATA)}").json_body
    assert (image["status"], image["metadata"]) == ("ready", METADATA)


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize("media_type", [MERGE_PATCH, "application/json"])
def test_a_patch_changes_what_it_contains_and_returns_the_document(
    app: App, png: bytes, media_type: str
) -> None:
    image_id = rendered(app, png, metadata=METADATA)
    body = {"metadata": {"alt": "A cat", "external_id": None, "custom": {"size": 3}}}
    expected = {
        "external_id": None,
        "tags": ["red", "null"],
        "alt": "A cat",
        "custom": {"price": 1.5, "size": 3},
    }
    response = patch(app, image_id, body, media_type)
    assert (response.status_code, response.json_body["metadata"]) == (200, expected)
    current = app.get(f"/images/{image_id}")
    assert {**response.json_body, "variants": None} == {**current.json_body, "variants": None}
    assert response.headers["ETag"] == current.headers["ETag"]


@pytest.mark.usefixtures("stopped_clock")
def test_the_etag_changes_with_the_metadata_and_not_with_a_patch_that_changes_nothing(
    app: App, png: bytes
) -> None:
    image_id = rendered(app, png)
    before = app.get(f"/images/{image_id}").headers["ETag"]
    assert patch(app, image_id, {}).headers["ETag"] == before
    assert patch(app, image_id, {"metadata": {"alt": "A cat"}}).status_code == 200
    headers = {"If-None-Match": before}
    changed = app.call("GET", f"/images/{image_id}", headers=headers)
    assert changed.status_code == 200
    headers = {"If-None-Match": changed.headers["ETag"]}
    assert app.call("GET", f"/images/{image_id}", headers=headers).status_code == 304


def test_images_are_listed_by_external_id(app: App) -> None:
    external_id = f"späße #{uuid.uuid4()}"
    for number in range(3):
        metadata = {"external_id": external_id if number else f"{external_id}0"}
        app.post("/images", {"filename": f"{number}.png", "metadata": metadata})
    path = f"/images?external_id={quote(external_id)}&limit=1"
    first = app.get(path).json_body
    second = app.get(f"{path}&cursor={first['next_cursor']}").json_body
    assert [image["filename"] for image in (*first["images"], *second["images"])] == ["2.png", "1.png"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"metadata": {"alt": "\u202egpj"}}, "invalid_field", "metadata.alt"),
        ({"metadata": {"tags": "red"}}, "invalid_field", "metadata.tags"),
        ({"metadata": {"custom": {"a": "x" * 2048}}}, "invalid_field", "metadata"),
        ({"filename": "b.png"}, "invalid_field", "filename"),
        ([], "invalid_field", None),
    ],
)
def test_an_invalid_patch_is_a_problem_and_changes_nothing(
    app: App, body: object, code: str, field: str | None
) -> None:
    created = app.post("/images", {"filename": "cat.png", "metadata": METADATA}).json_body
    assert problem(patch(app, created["id"], body)) == (400, code, field)
    assert app.get(f"/images/{created['id']}").json_body["metadata"] == METADATA


def test_only_json_is_accepted_as_a_patch(app: App) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    assert problem(patch(app, created["id"], {}, "text/plain"))[:2] == (415, "unsupported_media_type")
    response = app.call("PATCH", f"/images/{created['id']}", b"{", {"Content-Type": MERGE_PATCH})
    assert problem(response)[:2] == (400, "invalid_json")


def test_a_deleted_image_cannot_be_changed_and_has_no_metadata_left(app: App, png: bytes) -> None:
    image_id = rendered(app, png, metadata=METADATA)
    assert app.call("DELETE", f"/images/{image_id}").status_code == 204
    assert problem(patch(app, image_id, {"metadata": {"alt": "A cat"}})) == (404, "image_not_found", None)
    item = app.aws.clients.dynamodb.get_item(
        TableName=app.aws.resources.images_table, Key={"id": {"S": image_id}}
    )["Item"]
    assert not {"metadata", "owner_external_id"} & set(item)
    assert "price" not in str(item)


@pytest.mark.parametrize(
    ("metadata", "field"),
    [({"alt": 5}, "metadata.alt"), ({"title": "x"}, "metadata.title"), ({"alt": "\n"}, "metadata.alt")],
)
def test_invalid_metadata_of_a_form_is_a_problem(app: App, metadata: object, field: str) -> None:
    response = app.post("/images", {"filename": "cat.png", "metadata": metadata})
    assert problem(response) == (400, "invalid_field", field)


def test_an_image_is_rendered_again_with_what_the_body_changes(app: App, png: bytes) -> None:
    image_id = rendered(app, png)
    body = {
        "variants": {"add": ["square"]},
        "rotate": 90,
        "crop": {"x": 0, "y": 0, "width": 1, "height": 0.5},
    }
    response = app.post(f"/images/{image_id}/reprocess", body)
    assert (response.status_code, response.json_body["status"]) == (202, "processing")
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    image = app.get(f"/images/{image_id}").json_body
    assert image["status"] == "ready"
    assert [variant["name"] for variant in image["variants"]] == ["300x300", "square"]
    # 640 by 480 pixels, upright after the rotation and then cut in half.
    assert (image["width"], image["height"]) == (480, 320)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"variants": ["gone"]}, "unknown_preset", "variants"),
        ({"variants": {"remove": ["300x300"]}}, "invalid_field", "variants"),
        ({"crop": {"x": 0.5, "y": 0, "width": 1, "height": 1}}, "invalid_field", "crop"),
        ({"rotate": 45}, "invalid_field", "rotate"),
        ({"position": "top"}, "invalid_field", "position"),
    ],
)
def test_an_invalid_request_to_render_again_is_a_problem_and_changes_nothing(
    app: App, png: bytes, body: object, code: str, field: str
) -> None:
    image_id = rendered(app, png)
    assert problem(app.post(f"/images/{image_id}/reprocess", body)) == (400, code, field)
    assert app.get(f"/images/{image_id}").json_body["status"] == "ready"


@pytest.mark.parametrize(
    "path", ["/images?stauts=ready", "/images/any?v=1", "/healthz?v=1", "/presets?v=1", "/?v=1"]
)
def test_an_unknown_query_parameter_is_a_problem(app: App, path: str) -> None:
    name = path.partition("?")[2].partition("=")[0]
    assert problem(app.get(path)) == (400, "invalid_field", name)
