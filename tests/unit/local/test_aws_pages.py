"""Which requests of web pages reach the emulated AWS."""

import pytest
import requests
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from local.aws_pages import PageAccess, PageFilter
from tests.conftest import PAGE, Aws

PORT = 5000
OTHER = "https://evil.example"
ACCESS = PageAccess({PAGE}, "uploads", "variants")


@Request.application
def emulator(_request: Request) -> Response:
    return Response("reached", 400)


@pytest.fixture
def server() -> PageFilter:
    server = PageFilter(emulator, PORT)
    server.access = ACCESS
    return server


def status(
    server: PageFilter, method: str, path: str, host: str = f"127.0.0.1:{PORT}", **headers: str
) -> int:
    sent = {name.replace("_", "-"): value for name, value in {"Host": host, **headers}.items()}
    return Client(server).open(path, method=method, headers=sent).status_code


REACHED, REFUSED = 400, 403


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/uploads"), ("POST", "/uploads/"), ("OPTIONS", "/uploads")]
)
def test_an_allowed_page_may_post_a_form(server: PageFilter, method: str, path: str) -> None:
    assert status(server, method, path, Origin=PAGE) == REACHED
    assert status(server, method, path, Origin=OTHER) == REFUSED
    assert status(server, method, path, Origin="null") == REFUSED
    assert status(server, method, path, Sec_Fetch_Site="cross-site") == REFUSED


@pytest.mark.parametrize("method", ["PUT", "OPTIONS"])
def test_an_allowed_page_may_put_a_part(server: PageFilter, method: str) -> None:
    part = "/uploads/images/a.jpg?uploadId=u&partNumber=1"
    assert status(server, method, part, Origin=PAGE) == REACHED
    assert status(server, method, part, Origin=OTHER) == REFUSED
    assert status(server, method, part, Sec_Fetch_Site="cross-site") == REFUSED


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_an_allowed_page_may_read_a_variant(server: PageFilter, method: str) -> None:
    assert status(server, method, "/variants/id/300x300", Origin=PAGE) == REACHED
    assert status(server, method, "/variants/id/300x300", Origin=OTHER) == REFUSED


@pytest.mark.parametrize("site", ["same-site", "cross-site", "same-origin"])
def test_an_image_element_may_show_a_variant(server: PageFilter, site: str) -> None:
    assert status(server, "GET", "/variants/id/300x300", Sec_Fetch_Site=site) == REACHED


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("POST", "/"),
        ("GET", "/?Action=CreateQueue&QueueName=q"),
        ("GET", "/uploads"),
        ("GET", "/uploads/images/a.jpg"),
        ("PUT", "/uploads/images/a.jpg"),
        ("PUT", "/uploads/images/a.jpg?partNumber=1"),
        ("DELETE", "/uploads/images/a.jpg?uploadId=u&partNumber=1"),
        ("POST", "/uploads/images/a.jpg?uploads"),
        ("DELETE", "/uploads"),
        ("GET", "/variants"),
        ("GET", "/variants/"),
        ("POST", "/variants"),
        ("PUT", "/variants/id/300x300"),
        ("POST", "/variants/id/300x300"),
        ("DELETE", "/variants/id/300x300"),
        ("GET", "/another/object"),
        ("POST", "/moto-api/reset"),
    ],
)
def test_nothing_else_of_a_page_is_accepted(server: PageFilter, method: str, path: str) -> None:
    assert status(server, method, path, Origin=PAGE) == REFUSED
    assert status(server, method, path, Sec_Fetch_Site="same-origin") == REFUSED
    assert status(server, method, path) == REACHED
    assert status(server, method, path, Sec_Fetch_Site="none") == REACHED


def test_another_host_is_refused_even_without_a_page(server: PageFilter) -> None:
    assert status(server, "GET", "/", host=f"evil.example:{PORT}") == REFUSED
    assert status(server, "GET", "/", host=f"localhost:{PORT}") == REACHED


def test_no_page_is_accepted_before_the_buckets_exist() -> None:
    assert status(PageFilter(emulator, PORT), "POST", "/uploads", Origin=PAGE) == REFUSED


def test_an_allowed_page_may_read_errors(server: PageFilter) -> None:
    def granted(origin: str) -> str | None:
        headers = {"Host": f"127.0.0.1:{PORT}", "Origin": origin}
        return Client(server).post("/uploads", headers=headers).headers.get("Access-Control-Allow-Origin")

    assert granted(PAGE) == PAGE
    assert granted(OTHER) is None


def test_motos_server_has_the_filter(aws: Aws) -> None:
    url = aws.environment["AWS_ENDPOINT_URL"]
    bucket = f"{url}/{aws.resources.upload_bucket}"
    preflight = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    granted = requests.options(bucket, headers=preflight, timeout=5)
    assert granted.headers["Access-Control-Allow-Origin"] == PAGE
    assert granted.headers["Access-Control-Allow-Methods"] == "POST, PUT"
    refused = requests.get(bucket, headers={"Origin": OTHER}, timeout=5)
    assert (refused.status_code, refused.headers.get("Access-Control-Allow-Origin")) == (403, None)
    assert OTHER in refused.text
    rebound = requests.get(url, headers={"Host": "evil.example"}, timeout=5)
    assert rebound.status_code == 403
    assert requests.get(bucket, timeout=5).status_code == 200
