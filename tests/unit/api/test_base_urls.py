"""The URL at which a caller reaches the API."""

import pytest
from chalice.app import Request

from chalicelib.api.callers import base_url


def a_request(path: str, route: str, **context: str) -> Request:
    return Request(
        {
            "requestContext": {"httpMethod": "GET", "path": path, "resourcePath": route, **context},
            "headers": {"Host": "127.0.0.1:8000"},
            "multiValueQueryStringParameters": None,
            "pathParameters": None,
            "stageVariables": None,
            "body": None,
        }
    )


@pytest.mark.parametrize(
    ("path", "route", "expected"),
    [
        ("/api/images", "/images", "https://api.example/api"),
        ("/api/images/", "/images", "https://api.example/api"),
        ("/api/images/a%2Fb", "/images/{image_id}", "https://api.example/api"),
        ("/images/x/reprocess", "/images/{image_id}/reprocess", "https://api.example"),
        ("/some/base/images", "/images", "https://api.example/some/base"),
        ("/api/", "/", "https://api.example/api"),
        ("/", "/", "https://api.example"),
    ],
)
def test_it_has_the_stage_or_the_base_path_of_a_custom_domain(path: str, route: str, expected: str) -> None:
    assert base_url(a_request(path, route, domainName="api.example")) == expected


def test_a_local_server_has_the_host_of_the_request() -> None:
    assert base_url(a_request("/images/x", "/images/{image_id}")) == "http://127.0.0.1:8000"
