"""Redirects to variants on demand."""

import pytest
from chalice.app import Request

from chalicelib.api import on_demand_responses
from chalicelib.models import AddressRedirect, FileRedirect

ADDRESS = AddressRedirect(path="i/ID/0123456789ab/w_640,f_webp?n=1")
FILE = FileRedirect(
    url="https://bucket.example/d/ID/0123456789ab/w_640.webp?X-Amz-Signature=1", is_negotiated=False
)
NEGOTIATED = FileRedirect(url=FILE.url, is_negotiated=True)


def request(path: str) -> Request:
    return Request(
        {
            "requestContext": {"httpMethod": "GET", "resourcePath": path},
            "headers": {},
            "pathParameters": {},
            "stageVariables": {},
            "body": None,
            "isBase64Encoded": False,
            "multiValueQueryStringParameters": None,
        }
    )


def location(target: on_demand_responses.Target, path: str, base_url: str | None = None) -> object:
    return on_demand_responses.redirect(target, request(path), base_url, 60).headers["Location"]


@pytest.mark.parametrize("base_url", ["https://cdn.example", "https://cdn.example/"])
def test_with_a_cdn_an_address_is_absolute(base_url: str) -> None:
    expected = "https://cdn.example/i/ID/0123456789ab/w_640,f_webp?n=1"
    assert location(ADDRESS, "/d/{image_id}/{version}/{file}", base_url) == expected


@pytest.mark.parametrize(
    ("path", "up"),
    [
        ("/i/{image_id}/{version_or_operations}", "../../"),
        ("/i/{image_id}/{version_or_operations}/{operations}", "../../../"),
        ("/d/{image_id}/{version}/{file}", "../../../"),
        ("/images/{image_id}/render", "../../"),
    ],
)
def test_without_one_it_is_relative_to_the_root_of_the_api(path: str, up: str) -> None:
    assert location(ADDRESS, path) == f"{up}i/ID/0123456789ab/w_640,f_webp?n=1"


def test_caches_keep_an_address_for_as_long_as_it_says() -> None:
    path = "/i/{image_id}/{version_or_operations}"
    redirect = on_demand_responses.redirect(ADDRESS, request(path), None, 60)
    assert (redirect.status_code, redirect.headers["Cache-Control"]) == (302, "no-store")
    current = AddressRedirect(path="i/ID/0123456789ab/w_640", max_age=60)
    redirect = on_demand_responses.redirect(current, request(path), None, 30)
    assert redirect.headers["Cache-Control"] == "public, max-age=60"


def test_caches_keep_the_url_of_a_file_for_a_while_and_by_format_if_that_was_negotiated() -> None:
    path = "/i/{image_id}/{version_or_operations}/{operations}"
    redirect = on_demand_responses.redirect(FILE, request(path), None, 30)
    assert redirect.headers == {"Location": FILE.url, "Cache-Control": "public, max-age=30"}
    redirect = on_demand_responses.redirect(NEGOTIATED, request(path), None, 30)
    assert redirect.headers["Vary"] == "Accept"


def test_a_redirect_that_was_made_for_a_token_is_not_cached() -> None:
    redirect = on_demand_responses.redirect(FILE, request("/images/{image_id}/render"), None, 0)
    assert redirect.headers["Cache-Control"] == "no-store"
