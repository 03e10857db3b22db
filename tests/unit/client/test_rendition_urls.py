"""URLs of variants on demand that the service makes."""

import json
from typing import Any

import pytest
from darkroom import Client, InvalidRequestError, InvalidResponse, UnavailableError
from darkroom.cli import main

from tests.unit.client import payloads
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

RENDER = f"{URL}/images/id1/render"
FILE = "http://files.test/d/id1/w_640.webp?X-Amz-Signature=s"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def location(web: Web) -> Any:
    """Register the redirect for a query."""

    def register(query: dict[str, str], target: str = FILE) -> None:
        web.get(RENDER, status=302, headers={"Location": target}, query=query)

    return register


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ({"width": 640}, {"w": "640"}),
        (
            {"width": 640, "height": 360, "position": (0.5, 0.25), "format": "webp", "quality": 60},
            {"w": "640", "h": "360", "pos": "x0.5y0.25", "f": "webp", "q": "60"},
        ),
        ({"width": 640, "height": 360, "fit": "inside"}, {"w": "640", "h": "360", "fit": "inside"}),
        ({"preset": "my_card", "format": "webp"}, {"p": "my_card", "f": "webp"}),
    ],
)
def test_the_url_is_where_the_service_redirects_to(
    client: Client, location: Any, options: dict[str, Any], query: dict[str, str]
) -> None:
    location(query)
    assert client.rendition_url("id1", **options) == FILE


def test_a_relative_redirect_is_resolved(client: Client, location: Any) -> None:
    location({"w": "640"}, "/api/i/id1/0123456789ab/w_640")
    assert client.rendition_url("id1", width=640) == "http://darkroom.test/api/i/id1/0123456789ab/w_640"


def test_a_response_that_does_not_redirect_is_an_error(client: Client, web: Web) -> None:
    web.get(RENDER, body=b"<html>")
    with pytest.raises(InvalidResponse, match=r"http://darkroom\.test is no redirect"):
        client.rendition_url("id1", width=640)


def test_an_image_that_cannot_be_rendered_is_an_error(client: Client, web: Web) -> None:
    web.get(RENDER, status=422, json=payloads.problem(422, "not_renderable"))
    with pytest.raises(InvalidRequestError) as caught:
        client.rendition_url("id1", width=640)
    assert caught.value.code == "not_renderable"


def test_a_rendering_in_progress_is_asked_for_again(client: Client, web: Web, location: Any) -> None:
    busy = payloads.problem(503, "rendering_in_progress")
    web.get(RENDER, status=503, json=busy, headers={"Retry-After": "2"})
    location({"w": "640"})
    assert client.rendition_url("id1", width=640) == FILE


def test_an_exhausted_quota_is_an_error(client: Client, web: Web) -> None:
    problem = payloads.problem(429, "quota_exceeded")
    web.get(RENDER, status=429, json=problem, headers={"Retry-After": "3600"})
    with pytest.raises(UnavailableError):
        client.rendition_url("id1", width=640)


def run(*argv: str) -> int:
    return main(["--url", URL, "url", *argv])


def test_the_command_prints_the_url(location: Any, capsys: Capture) -> None:
    query = {"w": "640", "h": "360", "pos": "x0.5y0.3", "f": "webp", "q": "60"}
    location(query)
    options = ["--width", "640", "--height", "360", "--position", "0.5,0.3", "--format", "webp"]
    assert run("id1", *options, "--quality", "60") == 0
    assert capsys.readouterr().out == f"{FILE}\n"


def test_a_position_can_be_written_as_in_presets(location: Any, capsys: Capture) -> None:
    location({"w": "640", "h": "360", "pos": "top-left"})
    assert run("id1", "--width", "640", "--height", "360", "--position", "top left") == 0
    assert capsys.readouterr().out == f"{FILE}\n"


def test_the_command_prints_json(location: Any, capsys: Capture) -> None:
    location({"p": "card"})
    assert run("id1", "--preset", "card", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"url": FILE}


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--width", "0"],
        ["--width", "640", "--preset", "card"],
        ["--width", "640", "--height", "360", "--position", "middle"],
        ["--width", "640", "--format", "bmp"],
        ["--width", "640", "--quality", "101"],
    ],
)
def test_an_invalid_option_is_a_usage_error(options: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("id1", *options)
    assert capsys.readouterr().err


def test_options_that_exclude_each_other_are_a_usage_error(capsys: Capture) -> None:
    assert run("id1", "--width", "640", "--position", "top") == 2
    assert "--fit and --position need a --height." in capsys.readouterr().err


def test_presets_that_are_rendered_on_demand_are_marked(web: Web, capsys: Capture) -> None:
    common = {"width": 1, "height": 1, "fit": "inside", "position": "center", "format": "webp", "quality": 80}
    presets = [{"name": "small", **common}, {"name": "card", **common, "when": "on_demand"}]
    web.get(f"{URL}/presets", json={"presets": presets, "default": ["small"]})
    assert main(["--url", URL, "presets"]) == 0
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == ["default", "on_demand"]
