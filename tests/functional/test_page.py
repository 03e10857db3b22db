"""The upload page and its files over HTTP."""

import re

import pytest

from tests.functional.conftest import App


def version(app: App) -> str:
    found = re.search(r'src="web/(\w+)/app\.js"', app.get("/").body.decode())
    assert found is not None
    return found[1]


def test_the_content_security_policy_of_the_page_allows_requests_to_s3(app: App) -> None:
    response = app.get("/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert app.aws.environment["AWS_ENDPOINT_URL"] in response.headers["Content-Security-Policy"]


def test_files_of_the_current_version_are_cached_for_a_year(app: App) -> None:
    response = app.get(f"/web/{version(app)}/app.js")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_files_of_another_version_are_not_cached(app: App) -> None:
    response = app.get("/web/0123456789ab/page.css")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/web/{version}/app.js"])
def test_a_matching_etag_gets_304_without_a_body(app: App, path: str) -> None:
    path = path.format(version=version(app))
    etag = app.get(path).headers["ETag"]
    again = app.chalice.http.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.body, again.headers["ETag"]) == (304, b"", etag)


def test_an_unknown_file_is_not_found(app: App) -> None:
    assert app.get(f"/web/{version(app)}/presets.json").status_code == 404
