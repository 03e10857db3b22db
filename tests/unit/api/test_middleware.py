"""What every answer has, also where the app itself breaks."""

import json

import pytest
from chalice.app import Chalice, Request, Response
from chalice.test import Client, HTTPResponse

from chalicelib.api import headers, methods, middleware, responses

INTERNAL = "a-bucket-nobody-should-know"


def application(*origins: str) -> Chalice:
    app = Chalice(app_name="test", configure_logs=False)

    @app.middleware("http")
    def finish_response(event: Request, get_response: middleware.GetResponse) -> Response:
        return middleware.complete_response(event, get_response(event), origins=origins)

    @app.route("/fault")
    def fault() -> Response:
        raise RuntimeError(INTERNAL)

    @app.route("/page")
    def page() -> Response:
        return responses.page("<p>", ["https://uploads.example", "https://outputs.example"])

    methods.add_common(app)
    return app


def get(path: str, *origins: str) -> HTTPResponse:
    with Client(application(*origins)) as client:
        return client.http.get(path, headers={"Origin": "https://a.example"})


def test_a_fault_is_a_problem_without_a_traceback() -> None:
    response = get("/fault")
    assert (response.status_code, json.loads(response.body)["code"]) == (500, "internal_error")
    assert INTERNAL.encode() not in response.body
    assert b"Traceback" not in response.body
    assert headers.POLICY in response.headers


def test_without_configured_origins_nothing_depends_on_the_origin() -> None:
    assert not {"Vary", "Access-Control-Allow-Origin"} & set(get("/page").headers)


def test_a_page_has_a_policy_of_its_own() -> None:
    policy = get("/page").headers[headers.POLICY].split("; ")
    assert "connect-src 'self' https://uploads.example https://outputs.example" in policy
    assert "img-src 'self' data: blob: https://uploads.example https://outputs.example" in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"} <= set(policy)


@pytest.mark.parametrize("origins", [[], ["https://one.example", "https://one.example"]])
def test_a_policy_names_each_origin_once(origins: list[str]) -> None:
    policy = headers.page_policy(origins)
    assert "'self' ;" not in policy
    assert policy.count("https://one.example") == (2 if origins else 0)
