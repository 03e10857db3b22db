"""The local CDN over HTTP, and which pages may read what it serves."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests

from local.cdn.edge import Edge
from local.cdn.origins import Answer
from local.cdn.server import CdnApplication
from local.errors import FunctionFailed
from local.keep_alive import keep_alive_server
from local.network import LOOPBACK, choose_port, serving
from tests.unit.infra.templates import distribution

PAGE = "https://page.example"
HEADERS = {"content-type": "image/avif", "content-length": "4", "cache-control": "max-age=60"}
TIMEOUT = 30


def origin(method: str, _target: str) -> Answer:
    return Answer(200, HEADERS, b"" if method == "HEAD" else b"file")


def failing(_: Mapping[str, Any]) -> Mapping[str, Any]:
    raise FunctionFailed("infra/edge.js has ended")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    port = choose_port(0)
    served = distribution(Stage="prod", ApiDomain="api.example", OnDemandPolicy="{}")
    edge = Edge(served, {"processed": origin, "api": origin}, failing)
    with serving(keep_alive_server(port, CdnApplication(port, edge, {PAGE}))):
        yield f"http://{LOOPBACK}:{port}"


def test_a_file_is_served_with_the_headers_of_its_origin(url: str) -> None:
    answer = requests.get(f"{url}/v/a", timeout=TIMEOUT)
    assert (answer.status_code, answer.content) == (200, b"file")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_head_has_the_length_of_the_file(url: str) -> None:
    answer = requests.head(f"{url}/v/a", timeout=TIMEOUT)
    assert (answer.status_code, answer.content, answer.headers["Content-Length"]) == (200, b"", "4")


def test_only_known_pages_may_read_files(url: str) -> None:
    known = requests.get(f"{url}/v/a", headers={"Origin": PAGE}, timeout=TIMEOUT)
    assert (known.status_code, known.headers["Access-Control-Allow-Origin"]) == (200, PAGE)
    foreign = requests.get(f"{url}/v/a", headers={"Origin": "https://evil.example"}, timeout=TIMEOUT)
    assert (foreign.status_code, b"CORS_ORIGINS" in foreign.content) == (403, True)
    rebound = requests.get(f"{url}/v/a", headers={"Host": "evil.example"}, timeout=TIMEOUT)
    assert (rebound.status_code, b"evil.example" in rebound.content) == (403, True)


def test_any_page_may_load_the_upload_component(url: str) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = requests.get(f"{url}/embed/v1/darkroom.js", headers=headers, timeout=TIMEOUT)
    assert (answer.status_code, answer.content) == (200, b"file")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://evil.example"


def test_a_function_that_fails_is_an_error_of_the_cdn(url: str) -> None:
    answer = requests.get(f"{url}/i/a", timeout=TIMEOUT)
    assert (answer.status_code, answer.text) == (503, "infra/edge.js has ended")
