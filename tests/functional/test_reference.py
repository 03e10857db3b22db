"""The description of the API for people, as a browser gets it."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.functional.conftest import App

FOLDER = Path(__file__).parents[2] / "chalicelib" / "reference"


def test_the_page_and_its_files_come_from_our_own_origin(app: App) -> None:
    page = app.chalice.http.get("/docs/")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    files = re.findall(r'(?:src|href)="([^":]+\.(?:js|css))"', page.body.decode())
    assert len(files) == 3
    for path in files:
        response = app.chalice.http.get(f"/docs/{path}")
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith(("text/css", "text/javascript"))


def test_without_the_slash_that_its_links_need_it_redirects(app: App) -> None:
    response = app.chalice.http.get("/docs")
    assert (response.status_code, response.headers["Location"]) == (302, "docs/")


@pytest.mark.parametrize("name", ["SOURCE.txt", "..", "LICENSE.txt"])
def test_it_has_no_other_files(app: App, name: str) -> None:
    assert app.chalice.http.get(f"/docs/any/{name}").status_code == 404


def test_the_renderer_is_the_release_that_it_says() -> None:
    sums = re.findall(r"^([0-9a-f]{64})  (\S+)$", (FOLDER / "SOURCE.txt").read_text("utf-8"), re.MULTILINE)
    assert [name for _, name in sums] == ["swagger-ui-bundle.js", "swagger-ui.css"]
    for expected, name in sums:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == expected
