"""Every response is completed, even after an unexpected error."""

import json

import pytest
from chalice.app import Chalice, Request, Response
from chalice.test import Client, HTTPResponse

from chalicelib.api import methods, middleware, responses, security_headers

INTERNAL = "a-secret-bucket-name"


def application(*origins: str) -> Chalice:
    app = Chalice(app_name="test", configure_logs=False)

    @app.middleware("http")
    def complete_response(event: Request, get_response: middleware.GetResponse) -> Response:
        return middleware.complete_response(event, get_response(event), origins=origins)

    @app.route("/error")
    def error() -> Response:
        raise RuntimeError(INTERNAL)

    @app.route("/page")
    def page() -> Response:
        return responses.page("<p>", ["https://uploads.example", "https://outputs.example"])

    @app.route("/negotiated")
    def negotiated() -> Response:
        return Response(body="", headers={"Vary": "Accept"})

    methods.add_head_and_options(app)
    return app


def get(path: str, *origins: str) -> HTTPResponse:
    with Client(application(*origins)) as client:
        return client.http.get(path, headers={"Origin": "https://a.example"})


def test_an_unexpected_error_is_a_problem_without_a_traceback() -> None:
    response = get("/error")
    assert (response.status_code, json.loads(response.body)["code"]) == (500, "internal_error")
    assert INTERNAL.encode() not in response.body
    assert b"Traceback" not in response.body
    assert security_headers.POLICY in response.headers


def test_without_configured_origins_there_are_no_cors_headers() -> None:
    assert not {"Vary", "Access-Control-Allow-Origin"} & set(get("/page").headers)


def test_a_response_can_depend_on_the_origin_and_on_another_header() -> None:
    assert get("/negotiated").headers["Vary"] == "Accept"
    assert get("/negotiated", "https://a.example").headers["Vary"] == "Origin, Accept"
    assert get("/page", "https://a.example").headers["Vary"] == "Origin"


def test_a_page_has_its_own_content_security_policy() -> None:
    policy = get("/page").headers[security_headers.POLICY].split("; ")
    assert "connect-src 'self' https://uploads.example https://outputs.example" in policy
    assert "img-src 'self' data: blob: https://uploads.example https://outputs.example" in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"} <= set(policy)


@pytest.mark.parametrize("origins", [[], ["https://one.example", "https://one.example"]])
def test_a_policy_lists_each_origin_once(origins: list[str]) -> None:
    policy = security_headers.page_policy(origins)
    assert "'self' ;" not in policy
    assert policy.count("https://one.example") == (2 if origins else 0)
