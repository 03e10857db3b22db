"""The API reference as it is served to browsers."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.functional.conftest import App

FOLDER = Path(__file__).parents[2] / "chalicelib" / "reference"


def test_the_page_and_its_files_are_served_from_our_origin(app: App) -> None:
    page = app.chalice.http.get("/docs/")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    files = re.findall(r'(?:src|href)="([^":]+\.(?:js|css))"', page.body.decode())
    assert len(files) == 3
    for path in files:
        response = app.chalice.http.get(f"/docs/{path}")
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith(("text/css", "text/javascript"))


def test_a_url_without_trailing_slash_redirects(app: App) -> None:
    response = app.chalice.http.get("/docs")
    assert (response.status_code, response.headers["Location"]) == (302, "docs/")


@pytest.mark.parametrize("name", ["SOURCE.txt", "..", "LICENSE.txt"])
def test_no_other_files_are_served(app: App, name: str) -> None:
    assert app.chalice.http.get(f"/docs/any/{name}").status_code == 404


def test_swagger_ui_matches_the_documented_release() -> None:
    sums = re.findall(r"^([0-9a-f]{64})  (\S+)$", (FOLDER / "SOURCE.txt").read_text("utf-8"), re.MULTILINE)
    assert [name for _, name in sums] == ["swagger-ui-bundle.js", "swagger-ui.css"]
    for expected, name in sums:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == expected
