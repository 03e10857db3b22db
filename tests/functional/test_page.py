"""The upload page, as a browser gets it."""

import re

import pytest

from tests.functional.conftest import App


def version(app: App) -> str:
    found = re.search(r'src="web/(\w+)/app\.js"', app.get("/").body.decode())
    assert found is not None
    return found[1]


def test_the_page_is_html_that_may_talk_to_the_storage(app: App) -> None:
    response = app.get("/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert app.aws.environment["AWS_ENDPOINT_URL"] in response.headers["Content-Security-Policy"]


def test_its_files_may_be_kept_for_ever_under_their_version(app: App) -> None:
    response = app.get(f"/web/{version(app)}/app.js")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_files_of_another_release_are_not_kept(app: App) -> None:
    response = app.get("/web/0123456789ab/page.css")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/web/{version}/app.js"])
def test_a_browser_that_has_a_file_gets_none(app: App, path: str) -> None:
    path = path.format(version=version(app))
    etag = app.get(path).headers["ETag"]
    again = app.chalice.http.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.body, again.headers["ETag"]) == (304, b"", etag)


def test_a_file_that_the_page_does_not_have_is_not_found(app: App) -> None:
    assert app.get(f"/web/{version(app)}/presets.json").status_code == 404
