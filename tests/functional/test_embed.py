"""The upload component as pages of other sites load it, over HTTP."""

import subprocess
from pathlib import Path
from shutil import which

import pytest

from chalicelib import VERSION
from tests.functional.conftest import App

SCRIPT = f"/embed/{VERSION}/darkroom.js"
NEWEST = "/embed/v1/darkroom.js"
FOREIGN = {"Origin": "https://www.example.com"}


def test_a_version_is_cached_for_a_year_and_the_newest_one_for_an_hour(app: App) -> None:
    version, newest = app.get(SCRIPT), app.get(NEWEST)
    assert (version.status_code, newest.status_code) == (200, 200)
    assert version.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert newest.headers["Cache-Control"] == "public, max-age=3600"
    assert version.body == newest.body


def test_it_is_a_script_of_a_type_that_browsers_accept_as_a_module(app: App) -> None:
    headers = app.get(SCRIPT).headers
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.skipif(not which("node"), reason="Node is not installed")
def test_it_exports_what_pages_import_and_loads_no_other_module(app: App, tmp_path: Path) -> None:
    (tmp_path / "darkroom.mjs").write_bytes(app.get(SCRIPT).body)
    (tmp_path / "page.mjs").write_text('import { upload } from "./darkroom.mjs"; console.log(typeof upload);')
    command = ["node", str(tmp_path / "page.mjs")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert ended.stdout == "function\n"


@pytest.mark.parametrize("path", [SCRIPT, NEWEST])
def test_a_matching_etag_gets_304_without_a_body(app: App, path: str) -> None:
    first = app.get(path)
    again = app.chalice.http.get(path, headers={"If-None-Match": first.headers["ETag"], **FOREIGN})
    assert (again.status_code, again.body) == (304, b"")
    same = ("ETag", "Cache-Control", "Access-Control-Allow-Origin")
    assert [again.headers[name] for name in same] == [first.headers[name] for name in same]


def test_head_has_the_headers_and_no_body(app: App) -> None:
    get, head = app.get(SCRIPT), app.call("HEAD", SCRIPT)
    assert (head.status_code, head.body, head.headers) == (200, b"", get.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/embed/1.0.1/darkroom.js",
        "/embed/2.0.0/darkroom.js",
        "/embed/v2/darkroom.js",
        "/embed/v1.0/darkroom.js",
        "/embed/latest/darkroom.js",
        f"/embed/{VERSION}/upload.js",
        f"/embed/{VERSION}/darkroom.js.map",
        f"/embed/../{VERSION}/darkroom.js",
        "/embed/..%2f..%2fweb/app.js",
    ],
)
def test_another_version_or_file_is_not_found(app: App, path: str) -> None:
    response = app.get(path)
    assert response.status_code == 404
    if response.json_body["code"] == "not_found":
        assert f"/embed/{VERSION}/darkroom.js" in response.json_body["detail"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", SCRIPT),
        ("HEAD", SCRIPT),
        ("OPTIONS", SCRIPT),
        ("GET", "/embed/2.0.0/darkroom.js"),
        ("GET", f"{SCRIPT}?version=1"),
        ("POST", SCRIPT),
    ],
)
def test_any_page_may_read_the_script_and_its_errors(app: App, method: str, path: str) -> None:
    for headers in (FOREIGN, {"Origin": "null"}, {}):
        response = app.call(method, path, headers=headers)
        assert response.headers["Access-Control-Allow-Origin"] == "*", response.status_code
        assert response.headers.get("Cross-Origin-Resource-Policy", "cross-origin") == "cross-origin"
        assert not {"Vary", "Access-Control-Allow-Credentials"} & set(response.headers)


@pytest.mark.parametrize(
    "path", ["/", "/images", "/presets", "/healthz", "/openapi.json", "/embed", "/embed/v1"]
)
def test_foreign_pages_may_read_nothing_else(app: App, path: str) -> None:
    response = app.call("GET", path, headers={**FOREIGN, "Authorization": f"Bearer {app.token}"})
    assert "Cross-Origin-Resource-Policy" not in response.headers
    if response.status_code < 400:
        assert "Access-Control-Allow-Origin" not in response.headers
