"""The upload endpoint of the npm package in front of the local stack, for browsers and attackers."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from chalicelib import VERSION
from chalicelib.api.embedded_script import NAME
from chalicelib.bootstrap.static_pages import component_script
from tests.e2e.conftest import RunningStack
from tests.e2e.ops_commands import environment, ops
from tests.npm_package import SOURCE

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(not which("node"), reason="Node is not installed"),
]

NODE = which("node") or "node"

TIMEOUT = 30
# What a framework without web-standard requests does.
SERVER = """
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { createUploadHandler } from "%s/server.js";

const { DARKROOM_URL: url, DARKROOM_TOKEN: token } = process.env;
const handle = createUploadHandler({ url, token, metadata: { tags: ["visitor"] } });
const server = createServer(async (incoming, outgoing) => {
  const { method, headers } = incoming;
  const body = method === "GET" ? null : Readable.toWeb(incoming);
  const request = new Request(`http://127.0.0.1${incoming.url}`, { method, headers, body, duplex: "half" });
  const response = await handle(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
"""


@contextmanager
def endpoint(folder: Path, url: str, token: str) -> Iterator[str]:
    """Run a server with the endpoint. Yield the endpoint's URL."""
    script = folder / "server.mjs"
    script.write_text(SERVER % SOURCE.as_uri(), "utf-8")
    settings = {**os.environ, "DARKROOM_URL": url, "DARKROOM_TOKEN": token}
    with subprocess.Popen(
        [NODE, str(script)], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/api/uploads"
        process.kill()


@pytest.fixture(scope="module")
def uploads(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with endpoint(tmp_path_factory.mktemp("node"), stack.url, stack.token) as url:
        yield url


def created(uploads: str, **request: object) -> Any:
    body = {"filename": "cat.jpg", "size": 1000, **request}
    response = requests.post(uploads, json=body, timeout=TIMEOUT)
    assert response.status_code == 200, response.text
    return response.json()


def refused(url: str, body: object) -> tuple[int, str]:
    response = requests.post(url, json=body, timeout=TIMEOUT)
    return response.status_code, response.json()["code"]


def key_of(upload: Any) -> str:
    (key,) = parse_qs(urlsplit(str(upload["status_url"])).query)["key"]
    return key


def test_a_browser_uploads_and_sees_the_image_without_a_token(stack: RunningStack, uploads: str) -> None:
    content = (stack.state / "sample.jpg").read_bytes()
    upload = created(uploads, size=len(content), content_type="image/jpeg", metadata={"tags": ["forged"]})
    assert upload.keys() == {"id", "status_url", "upload", "multipart"}
    form = upload["upload"]
    stored = requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=TIMEOUT)
    assert stored.ok, stored.text
    deadline = time.monotonic() + TIMEOUT
    while (image := requests.get(upload["status_url"], timeout=TIMEOUT).json())["status"] != "ready":
        assert image["status"] in {"pending", "processing"}, image
        assert time.monotonic() < deadline, image
        time.sleep(0.2)
    assert (image["id"], image["metadata"]["tags"]) == (upload["id"], ["visitor"])


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"filename": "notes.txt", "content_type": "text/plain"}, (415, "unsupported_content_type")),
        ({"size": 60_000_000}, (413, "size_too_large")),
        ({"filename": "a/../b.jpg"}, (400, "invalid_filename")),
        ({"variants": ["huge"]}, (400, "unknown_preset")),
        ({"size": 0}, (400, "empty_file")),
    ],
)
def test_what_visitors_do_wrong_is_their_error(
    uploads: str, request_: dict[str, object], expected: tuple[int, str]
) -> None:
    assert refused(uploads, {"filename": "cat.jpg", "size": 1000, **request_}) == expected


@pytest.mark.parametrize("action", ["parts", "complete"])
def test_nobody_continues_the_upload_of_another(uploads: str, action: str) -> None:
    mine, other = created(uploads), created(uploads)
    url = f"{uploads}/{other['id']}/{action}"
    expires, _, _ = key_of(other).partition("-")
    for key in (key_of(mine), f"{expires}-{32 * '0'}", "", "1-2"):
        assert refused(url, {"key": key}) == (403, "invalid_status_key"), key
    assert refused(url, {}) == (400, "invalid_field")
    # This image is uploaded in one piece.
    status, _ = refused(url, {"key": key_of(other)})
    assert 400 <= status < 500
    assert status != 403


@pytest.mark.parametrize("case", ["read", "unknown", "elsewhere", "nobody"])
def test_a_site_that_is_not_set_up_tells_its_visitors_nothing(
    stack: RunningStack, tmp_path: Path, case: str
) -> None:
    token = stack.token
    if case == "read":
        printed = ops(environment(stack), "token", "create", "--scopes", "read").stdout
        (token,) = re.findall(r"darkroom_\w+", printed)
    url = {"elsewhere": f"{stack.url}/api", "nobody": "http://127.0.0.1:9"}.get(case, stack.url)
    with endpoint(tmp_path, url, f"{token}x" if case == "unknown" else token) as uploads:
        response = requests.post(uploads, json={"filename": "cat.jpg", "size": 1000}, timeout=TIMEOUT)
    expected = "service_unavailable" if case == "nobody" else "configuration_error"
    assert (response.status_code, response.json()["code"]) == (502, expected)
    assert token not in response.text + str(response.headers)
    assert url not in response.text


def test_the_cdn_serves_the_component_with_the_headers_of_the_api(stack: RunningStack) -> None:
    path = f"embed/{VERSION}/{NAME}"
    foreign = {"Origin": "https://www.example.com"}
    api, cdn = (
        requests.get(f"{url}/{path}", headers=foreign, timeout=TIMEOUT)
        for url in (stack.url, stack.environment["PUBLIC_BASE_URL"])
    )
    assert (api.status_code, cdn.status_code) == (200, 200)
    assert cdn.text == api.text == component_script()
    for name in ("Content-Type", "Cache-Control", "ETag", "X-Content-Type-Options"):
        assert cdn.headers[name] == api.headers[name]
