"""The URLs that the Python client and client/js build, fetched from the local stack with its CDN."""

import base64
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from darkroom import Client
from darkroom import Image as ClientImage
from PIL import Image

from local.process import ROOT
from tests.e2e.conftest import RunningStack

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed"),
]

FETCH = """
import loader from "./next-loader.js";
import { transform } from "./unpic-provider.js";
const [template] = process.argv.slice(2);
const urls = [
  loader({ src: template, width: 320 }),
  loader({ src: template.replace("{operations}", "w_160,h_90,f_jpeg"), width: 320 }),
  transform(template, { width: 300, format: "webp" }),
  transform(loader({ src: template, width: 160 }), { width: 480, height: 480 }),
];
const answers = [];
for (const url of urls) {
  const response = await fetch(url, { headers: { accept: "image/avif,image/webp" } });
  const bytes = Buffer.from(await response.arrayBuffer());
  answers.push([response.status, response.headers.get("content-type"), bytes.toString("base64")]);
}
console.log(JSON.stringify(answers));
"""


@pytest.fixture(scope="module")
def client(stack: RunningStack) -> Iterator[Client]:
    with Client(stack.url, stack.token, signing_key=stack.signing_key) as client:
        yield client


@pytest.fixture(scope="module")
def image(stack: RunningStack, client: Client) -> ClientImage:
    return client.upload(stack.state / "sample.jpg", metadata={"alt": "A landscape"})


def size_of(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"width": 320}, (320, 427)),
        ({"width": 123, "height": 45, "position": (0.5, 0.1), "quality": 33}, (123, 45)),
        ({"width": 123, "height": 45, "fit": "inside", "format": "png"}, (34, 45)),
    ],
)
def test_signed_urls_lead_to_files_of_their_size(
    client: Client, image: ClientImage, options: Any, expected: tuple[int, int]
) -> None:
    url = client.url(image, **options)
    assert "?s=" in url
    response = requests.get(url, timeout=30)
    assert response.status_code == 200, response.text
    assert size_of(response.content) == expected


def test_the_service_leads_an_owner_to_any_size(client: Client, image: ClientImage) -> None:
    response = requests.get(client.rendition_url(image.id, width=111, format="webp"), timeout=30)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert size_of(response.content)[0] == 111


def test_javascript_requests_sizes_that_the_policy_allows(image: ClientImage, tmp_path: Path) -> None:
    for script in (ROOT / "client" / "js").glob("*.js*"):
        shutil.copy(script, tmp_path)
    (tmp_path / "fetch.js").write_text(FETCH, "utf-8")
    assert image.on_demand is not None
    command = ["node", "fetch.js", image.on_demand.url]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    assert [(status, content_type) for status, content_type, _ in answers] == [
        (200, "image/avif"),
        (200, "image/jpeg"),
        (200, "image/webp"),
        (200, "image/avif"),
    ]
    crop, resized = (base64.b64decode(content) for _, _, content in answers[1:3])
    assert (size_of(crop), size_of(resized)[0]) == ((320, 180), 320)
