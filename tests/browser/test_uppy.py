"""Uppy from npm, as it is published, on a page of somebody else's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browser import package
from tests.browser.conftest import Service
from tests.browser.site import Site

Opened = Callable[..., Page]

PAGE = """<!doctype html>
<title>A site of somebody else's</title>
<input type="file" id="file">
<ol id="log"></ol>
<script src="/uppy.js"></script>
<script>
  const note = (text) => log.append(Object.assign(document.createElement("li"), { textContent: text }));
  const uppy = new Uppy.Uppy({ autoProceed: true }).use(Uppy.AwsS3, %(options)s);
  uppy.on("upload-success", (file, { uploadURL }) => note(`success ${uploadURL}`));
  uppy.on("upload-error", (file, error) => note(`error ${error}`));
  file.onchange = () => {
    const [data] = file.files;
    uppy.addFile({ name: data.name, type: data.type, data });
  };
</script>"""

VERSION_5 = """{
  shouldUseMultipart: false,
  async getUploadParameters(file) {
    const response = await fetch("%(api)s/images", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer %(token)s" },
      body: JSON.stringify({ filename: file.name, content_type: file.type, size: file.size }),
    });
    return (await response.json()).upload;
  },
}"""

VERSION_6 = """{ shouldUseMultipart: false, companionEndpoint: "%(site)s/backend" }"""


BUNDLES = {"uppy-5": VERSION_5, "uppy-6": VERSION_6}


@pytest.mark.parametrize("release", BUNDLES)
def test_uppy_uploads_unmodified(
    open_page: Opened, service: Service, site: Site, photos: list[Path], release: str
) -> None:
    facts = {"api": service.url, "token": service.stack.token, "site": site.url}
    script = package(f"{release}/dist/uppy.min.js")
    site.pages = {"/": PAGE % {"options": BUNDLES[release] % facts}, "/uppy.js": script}
    site.backend, site.token = service.url, service.stack.token
    before = {image["id"] for image in service.images()}
    page = open_page(site.url)
    page.set_input_files("#file", photos[7])
    expect(page.locator("#log")).to_contain_text("success http")
    [image] = [image for image in service.images() if image["id"] not in before]
    assert image["filename"] == photos[7].name
    assert [variant["name"] for variant in service.settled(image["id"])["variants"]] == ["300x300"]
