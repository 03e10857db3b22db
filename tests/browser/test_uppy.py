"""Unmodified Uppy from npm, on a third-party page, set up as the how-to guide says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.process import ROOT
from tests.browser.browser import package
from tests.browser.conftest import Service
from tests.browser.site import Site

Opened = Callable[..., Page]

HOWTO = ROOT / "docs" / "howto" / "uppy.md"
EXAMPLES = {"api": "https://api.example.com", "backend": "https://www.example.com/darkroom", "token": "TOKEN"}

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


def documented(release: str, **replacements: str) -> str:
    """Return the script from the how-to guide, with its example URLs and token replaced by these."""
    found = re.search(rf'```js title="{RELEASES[release]}"\n(.*?)```', HOWTO.read_text("utf-8"), re.DOTALL)
    assert found is not None
    script = found[1]
    for example, real in replacements.items():
        script = script.replace(EXAMPLES[example], real)
    return script


@pytest.mark.parametrize("release", RELEASES)
def test_unmodified_uppy_uploads_an_image(
    open_page: Opened, service: Service, site: Site, photos: list[Path], release: str
) -> None:
    use = documented(release, api=service.url, token=service.stack.token, backend=f"{site.url}/backend")
    site.pages = {"/": PAGE % {"use": use}, "/uppy.js": package(f"{release}/dist/uppy.min.js")}
    site.backend, site.token = service.url, service.stack.token
    before = {image["id"] for image in service.images()}
    page = open_page(site.url)
    page.set_input_files("#file", photos[7])
    expect(page.locator("#log")).to_contain_text("success http")
    [image] = [image for image in service.images() if image["id"] not in before]
    assert image["filename"] == photos[7].name
    assert [variant["name"] for variant in service.settled(image["id"])["variants"]] == ["300x300"]
