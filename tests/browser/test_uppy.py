"""Unmodified Uppy from npm, on a third-party page, set up as the how-to guide says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, Route, expect

from local.process import ROOT
from tests.browser.browser import package
from tests.browser.conftest import TIMEOUT, Service
from tests.browser.site import Site

Opened = Callable[..., Page]

HOWTO = ROOT / "docs" / "howto" / "uppy.md"
EXAMPLES = {
    "api": "https://api.example.com",
    "backend": "https://www.example.com/darkroom",
    "token": "TOKEN",
    "threshold": "50 * 1024 * 1024",
}

PAGE = """<!doctype html>
<title>A third-party site</title>
<input type="file" id="file">
<ol id="log"></ol>
<script src="/uppy.js"></script>
<script>
  const note = (text) => log.append(Object.assign(document.createElement("li"), { textContent: text }));
  const uppy = new Uppy.Uppy({ autoProceed: true });
  %(use)s
  uppy.on("upload-success", (file, { uploadURL }) => note(`success ${uploadURL}`));
  uppy.on("upload-error", (file, error) => note(`error ${error}`));
  file.onchange = () => {
    const [data] = file.files;
    uppy.addFile({ name: data.name, type: data.type, data });
  };
</script>"""

RELEASES = {"uppy-5": "Uppy 5", "uppy-6": "Uppy 6"}


def documented(title: str, **replacements: str) -> str:
    """Return the script from the how-to guide, with its example URLs and token replaced by these."""
    found = re.search(rf'```js title="{title}"\n(.*?)```', HOWTO.read_text("utf-8"), re.DOTALL)
    assert found is not None
    script = found[1]
    for example, real in replacements.items():
        script = script.replace(EXAMPLES[example], real)
    return script


@pytest.mark.parametrize("release", RELEASES)
def test_unmodified_uppy_uploads_an_image(
    open_page: Opened, service: Service, site: Site, photos: list[Path], release: str
) -> None:
    use = documented(
        RELEASES[release], api=service.url, token=service.stack.token, backend=f"{site.url}/backend"
    )
    site.pages = {"/": PAGE % {"use": use}, "/uppy.js": package(f"{release}/dist/uppy.min.js")}
    site.backend, site.token = service.url, service.stack.token
    before = {image["id"] for image in service.images()}
    page = open_page(site.url)
    page.set_input_files("#file", photos[7])
    expect(page.locator("#log")).to_contain_text("success http")
    [image] = [image for image in service.images() if image["id"] not in before]
    assert image["filename"] == photos[7].name
    assert [variant["name"] for variant in service.settled(image["id"])["variants"]] == ["300x300"]


PART_NUMBER = re.compile(r"[?&]partNumber=(\d+)")
# Three parts of 5 MiB at most. JPEG decoders ignore what follows the image.
PADDED_SIZE = 11 * 1024 * 1024


@pytest.fixture
def large_photo(photos: list[Path], tmp_path: Path) -> Path:
    content = photos[7].read_bytes()
    path = tmp_path / "large.jpg"
    path.write_bytes(content + bytes(PADDED_SIZE - len(content)))
    return path


def prepare(service: Service, site: Site, release: str) -> None:
    use = documented(f"{RELEASES[release]}, large files", backend=f"{site.url}/backend", threshold="5e6")
    site.pages = {"/": PAGE % {"use": use}, "/uppy.js": package(f"{release}/dist/uppy.min.js")}
    site.backend, site.token = service.url, service.stack.token


@pytest.mark.parametrize("release", RELEASES)
def test_unmodified_uppy_uploads_a_large_image_in_parts(
    open_page: Opened, service: Service, site: Site, large_photo: Path, release: str
) -> None:
    prepare(service, site, release)
    before = {image["id"] for image in service.images()}
    page = open_page(site.url)
    parts: list[str] = []
    page.on("request", lambda sent: parts.append(sent.url) if sent.method == "PUT" else None)
    page.set_input_files("#file", large_photo)
    expect(page.locator("#log")).to_contain_text("success http")
    [image] = [image for image in service.images() if image["id"] not in before]
    settled = service.settled(image["id"])
    assert (settled["status"], settled["size"]) == ("ready", PADDED_SIZE)
    # Uppy 5 sends several parts at once, in any order.
    assert sorted(PART_NUMBER.findall(" ".join(parts))) == ["1", "2", "3"]


@pytest.mark.parametrize("release", RELEASES)
def test_an_upload_that_is_cancelled_in_uppy_is_aborted(
    open_page: Opened, service: Service, site: Site, large_photo: Path, release: str
) -> None:
    prepare(service, site, release)
    before = {image["id"] for image in service.images()}
    page = open_page(site.url)

    def hold(_route: Route) -> None:
        """Let the part wait until the upload is cancelled."""

    page.route("**/*partNumber=3*", hold)
    with page.expect_request("**/*partNumber=3*"):
        page.set_input_files("#file", large_photo)
    with page.expect_response(lambda response: response.request.method == "DELETE") as aborted:
        page.evaluate("uppy.cancelAll()")
    assert aborted.value.status == 200
    [image] = [image for image in service.images() if image["id"] not in before]
    url = f"{service.url}/images/{image['id']}/complete"
    response = requests.post(url, headers=service.stack.headers, timeout=TIMEOUT)
    assert response.json()["code"] == "no_multipart_upload"
