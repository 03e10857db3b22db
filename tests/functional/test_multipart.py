"""Multipart uploads through the API."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from chalice.test import HTTPResponse

from chalicelib.bootstrap import darkroom
from tests.functional.conftest import App
from tests.functional.status_urls import call, path_of

_MIB = 1024 * 1024
SIZE = 50 * _MIB + 1


@pytest.fixture
def large_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let files have 60 MiB. The settings are read once."""
    monkeypatch.setenv("MAX_UPLOAD_BYTES", str(60 * _MIB))
    darkroom.cache_clear()
    yield
    darkroom.cache_clear()


def create(app: App, size: int = SIZE, **request: object) -> HTTPResponse:
    return app.post("/images", {"filename": "cat.png", "size": size, "multipart": True, **request})


def begin(app: App, size: int) -> Any:
    """Begin an upload in parts, as Uppy does, for which a file need not be large."""
    return app.post("/s3/multipart", {"filename": "cat.png", "metadata": {"size": str(size)}}).json_body


def send(part: Any, content: bytes) -> None:
    assert requests.put(part["url"], data=content, timeout=10).status_code == 200


@pytest.mark.usefixtures("large_files")
def test_a_large_file_gets_parts_instead_of_a_form(app: App) -> None:
    created = create(app).json_body
    assert created["upload"] is None
    parts = created["multipart"]["parts"]
    assert [(part["number"], part["size"]) for part in parts] == [
        *((number, 5 * _MIB) for number in range(1, 11)),
        (11, 1),
    ]
    assert created["multipart"]["part_size"] == 5 * _MIB
    assert call(app, path_of(created["status_url"])).json_body["status"] == "pending"


@pytest.mark.usefixtures("large_files")
@pytest.mark.parametrize("request_", [{"size": 50 * _MIB}, {"multipart": False}])
def test_other_files_get_a_form(app: App, request_: dict[str, object]) -> None:
    created = create(app, **{"size": SIZE, **request_}).json_body  # type: ignore[arg-type]
    assert created["multipart"] is None
    assert created["upload"]["method"] == "POST"


def test_a_file_over_the_limit_is_refused(app: App) -> None:
    assert create(app).json_body["code"] == "size_too_large"


def test_parts_are_resumed_and_completed_with_the_key_of_the_status_url(app: App, png: bytes) -> None:
    begun = begin(app, len(png))
    key = {"key": path_of(begun["status_url"]).partition("key=")[2]}
    resumed = app.post(f"/images/{begun['id']}/parts", key).json_body
    missing = app.post(f"/images/{begun['id']}/complete", key)
    assert (missing.status_code, missing.json_body["code"]) == (409, "parts_missing")
    send(resumed["parts"][0], png)
    stored = app.post(f"/images/{begun['id']}/parts", key).json_body
    assert [part["url"] for part in stored["parts"]] == [None]
    for _ in range(2):
        done = app.post(f"/images/{begun['id']}/complete", key)
        assert (done.status_code, done.json_body["status"], done.headers["Retry-After"]) == (
            200,
            "pending",
            "1",
        )
    app.deliver(app.event(app.key_of("cat.png", begun["id"])))
    ready = call(app, path_of(done.json_body["status_url"])).json_body
    assert (ready["status"], ready["size"]) == ("ready", len(png))
    gone = app.post(f"/images/{begun['id']}/parts", key)
    assert (gone.status_code, gone.json_body["code"]) == (409, "no_multipart_upload")


@pytest.mark.parametrize("action", ["parts", "complete"])
def test_a_key_must_be_valid_for_the_image(app: App, action: str) -> None:
    begun, other = begin(app, 9), begin(app, 9)
    for key in ("forged", path_of(other["status_url"]).partition("key=")[2]):
        response = app.post(f"/images/{begun['id']}/{action}", {"key": key})
        assert (response.status_code, response.json_body["code"]) == (403, "invalid_status_key")


def test_uppy_gets_what_it_expects(app: App, png: bytes) -> None:
    begun = begin(app, len(png))
    path = f"/s3/multipart/{begun['uploadId']}"
    assert begun["key"] == app.key_of("cat.png", begun["id"])
    assert app.get(path).json_body == []
    part = app.get(f"{path}/1").json_body
    assert 0 < part["expires"] <= 600
    send(part, png)
    (stored,) = app.get(path).json_body
    assert (stored["PartNumber"], stored["Size"]) == (1, len(png))
    done = app.post(f"{path}/complete", {"parts": [{"PartNumber": 1, "ETag": "ignored"}]}).json_body
    assert done["location"].endswith(f"/{begun['key']}")
    assert app.call("DELETE", path).json_body == {}
    app.deliver(app.event(begun["key"]))
    assert app.get(f"/images/{begun['id']}").json_body["status"] == "ready"


@pytest.mark.parametrize("number", ["0", "2", "x", "²"])
def test_only_planned_parts_have_a_url(app: App, number: str) -> None:
    response = app.get(f"/s3/multipart/{begin(app, 9)['id']}/{number}")
    assert (response.status_code, response.json_body["field"]) == (400, "part_number")


@pytest.mark.parametrize(
    "metadata", [{}, *({"size": size} for size in ("", "-1", "0", "1.5", None, "²", "9" * 5000, [1], True))]
)
def test_uppy_must_send_the_size(app: App, metadata: dict[str, object]) -> None:
    response = app.post("/s3/multipart", {"filename": "cat.png", "metadata": metadata})
    assert (response.status_code, response.json_body["field"]) == (400, "metadata.size")


def test_an_upload_that_uppy_aborts_has_ended(app: App) -> None:
    begun = begin(app, 9)
    path = f"/s3/multipart/{begun['uploadId']}"
    assert app.call("DELETE", path).status_code == 200
    assert app.get(path).json_body["code"] == "no_multipart_upload"


def test_a_deleted_image_has_no_upload(app: App) -> None:
    begun = begin(app, 9)
    parts = app.post(f"/images/{begun['id']}/parts", {}).json_body["parts"]
    assert app.call("DELETE", f"/images/{begun['id']}").status_code == 204
    assert app.post(f"/images/{begun['id']}/complete", {}).json_body["code"] == "image_not_found"
    # S3 answers with 404, moto with an internal error.
    assert requests.put(parts[0]["url"], data=bytes(9), timeout=10).status_code >= 400
