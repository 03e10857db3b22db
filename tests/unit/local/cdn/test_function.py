"""The CDN's function in Node: it starts with the first event, and again when a file has changed."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from local.cdn.function import EdgeFunction, ReloadedFunction, node, viewer_request
from local.errors import FunctionFailed

pytestmark = pytest.mark.skipif(node() is None, reason="Node is not installed")

NODE = node() or ""
ANSWERING = """import cf from 'cloudfront';
const KEYS = cf.kvs();
async function handler(event) {
  const s = event.request.querystring.s;
  return { uri: '%s', key: s ? await KEYS.get(s.value) : null };
}"""
THROWING = "async function handler() { throw new Error('broken'); }"
EVENT = viewer_request("GET", "/i/a", "", {})
SIGNED = viewer_request("GET", "/i/a", "s=id", {})


def test_an_event_has_the_structure_of_cloudfront_s() -> None:
    assert viewer_request("GET", "/i/a", "n=1&s=", {"accept": "image/avif"}) == {
        "version": "1.0",
        "context": {"eventType": "viewer-request"},
        "viewer": {"ip": "127.0.0.1"},
        "request": {
            "method": "GET",
            "uri": "/i/a",
            "querystring": {"n": {"value": "1"}, "s": {"value": ""}},
            "headers": {"accept": {"value": "image/avif"}},
            "cookies": {},
        },
    }


def test_a_changed_file_starts_the_function_again(tmp_path: Path) -> None:
    file = tmp_path / "edge.js"
    file.write_text(ANSWERING % "/one", "utf-8")
    read = lambda: file.read_text("utf-8")  # noqa: E731 - as short as it gets
    with closing(ReloadedFunction(NODE, read, (file,), lambda: {"id": "secret"})) as function:
        assert function(EVENT) == {"uri": "/one", "key": None}
        assert function(SIGNED) == {"uri": "/one", "key": "secret"}
        file.write_text(ANSWERING % "/two", "utf-8")
        os.utime(file, ns=(1, 1))
        assert function(EVENT)["uri"] == "/two"


def test_an_error_in_the_function_is_reported(capfd: pytest.CaptureFixture[str]) -> None:
    with closing(EdgeFunction(NODE, THROWING)) as function:
        for _ in range(2):
            with pytest.raises(FunctionFailed, match="has ended"):
                function.handle(EVENT, {})
    assert "broken" in capfd.readouterr().err
