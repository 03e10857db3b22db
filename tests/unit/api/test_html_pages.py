"""The page at different base paths."""

import pytest
from chalice.app import Request

from chalicelib.api import html_pages
from chalicelib.api.static_files import StaticFiles

FILES = StaticFiles({"index.html": "<p>"})


def request(path: str) -> Request:
    return Request(
        {
            "headers": {},
            "multiValueQueryStringParameters": None,
            "pathParameters": None,
            "stageVariables": None,
            "requestContext": {"httpMethod": "GET", "resourcePath": "/", "path": path},
            "body": None,
            "isBase64Encoded": False,
        }
    )


@pytest.mark.parametrize(("path", "location"), [("/api", "api/"), ("/base/api", "api/")])
def test_a_path_without_trailing_slash_redirects(path: str, location: str) -> None:
    response = html_pages.page(request(path), FILES, [])
    assert (response.status_code, response.headers["Location"]) == (302, location)


@pytest.mark.parametrize("path", ["/", "/api/"])
def test_a_path_with_trailing_slash_serves_the_page(path: str) -> None:
    assert html_pages.page(request(path), FILES, []).status_code == 200
