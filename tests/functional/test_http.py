"""What all responses have in common: security headers, HEAD, OPTIONS, CORS, ETags."""

import pytest
from chalice.test import HTTPResponse

from tests.conftest import PAGE
from tests.functional.conftest import App

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

# One response of each type: a document, an error of ours, two of the framework, one without a body.
RESPONSES = [
    ("GET", "/presets", 200),
    ("GET", "/images/unknown", 404),
    ("PUT", "/images", 405),
    ("POST", "/images", 415),
    ("OPTIONS", "/images", 204),
]


def call(app: App, method: str, path: str, **headers: str) -> HTTPResponse:
    media_type = "text/plain" if method == "POST" else "application/json"
    return app.call(method, path, headers={"Content-Type": media_type, **headers})


@pytest.mark.parametrize(("method", "path", "status"), RESPONSES)
def test_every_response_has_the_security_headers(app: App, method: str, path: str, status: int) -> None:
    response = call(app, method, path)
    assert response.status_code == status
    assert {name: response.headers[name] for name in SECURITY} == SECURITY


def test_head_responds_like_get_without_the_body(app: App) -> None:
    get, head = app.get("/presets"), app.call("HEAD", "/presets")
    assert (head.status_code, head.headers, head.body) == (get.status_code, get.headers, b"")
    assert app.call("HEAD", "/images/unknown").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/images/unknown"), ("POST", "/images/unknown/reprocess")]
)
def test_routes_without_a_body_accept_any_content_type(app: App, method: str, path: str) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        response = app.call(method, path, headers={"Content-Type": media_type})
        assert (response.status_code, response.json_body["code"]) == (404, "image_not_found")


def test_options_lists_the_methods_of_a_path(app: App) -> None:
    response = app.call("OPTIONS", "/images/any")
    assert (response.status_code, response.body) == (204, b"")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "PATCH", "DELETE", "OPTIONS"}


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/images"), ("PATCH", "/images/any"), ("POST", "/images/any/reprocess")]
)
def test_a_page_of_an_allowed_origin_may_send_requests(app: App, method: str, path: str) -> None:
    headers = app.call(
        "OPTIONS", path, headers={"Origin": PAGE, "Access-Control-Request-Method": method}
    ).headers
    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert method in headers["Access-Control-Allow-Methods"]
    assert {"Authorization", "Content-Type"} <= set(headers["Access-Control-Allow-Headers"].split(", "))


@pytest.mark.parametrize(("method", "path", "status"), RESPONSES)
def test_an_allowed_origin_may_read_errors_too(app: App, method: str, path: str, status: int) -> None:
    response = call(app, method, path, Origin=PAGE)
    headers = response.headers
    assert response.status_code == status
    assert (headers["Access-Control-Allow-Origin"], headers["Vary"]) == (PAGE, "Origin")
    assert "Location" in headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{PAGE}.evil.example", ""])
def test_other_origins_get_no_cors_headers(app: App, origin: str) -> None:
    headers = app.call("OPTIONS", "/images", headers={"Origin": origin}).headers
    assert not [name for name in headers if name.startswith("Access-Control")]
    assert headers["Vary"] == "Origin"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}])
def test_an_unknown_path_is_a_problem(app: App, headers: dict[str, str]) -> None:
    response = app.chalice.http.get("/nowhere", headers=headers)
    assert (response.status_code, response.json_body["code"]) == (404, "route_not_found")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {name: response.headers[name] for name in SECURITY} == SECURITY


@pytest.mark.parametrize("slash", ["", "/"])
def test_the_location_is_valid_with_and_without_a_trailing_slash(app: App, slash: str) -> None:
    created = app.post(f"/images{slash}", {"filename": "cat.png"})
    location = created.headers["Location"]
    assert location.removeprefix("../") == f"images/{created.json_body['id']}"
    assert location.startswith("../") == bool(slash)


@pytest.mark.usefixtures("stopped_clock")
def test_an_unchanged_document_is_not_sent_again(app: App) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    path = f"/images/{created['id']}"
    first = app.get(path)
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = app.call("GET", path, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Retry-After"] == "1"
    assert app.call("GET", path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert app.call("GET", path, headers={"If-None-Match": "*"}).status_code == 304
