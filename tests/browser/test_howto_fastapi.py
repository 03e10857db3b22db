"""The sites that the how-to guides for FastAPI and for plain HTML describe."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from docsite.code_blocks import blocks
from local.process import ROOT
from tests.browser.browser import TIMEOUT_MS
from tests.browser.howto_sites import (
    Guide,
    GuidePorts,
    choose_image,
    expect_refusals,
    free_port,
    refused_uploads,
)
from tests.e2e.conftest import RunningStack

pytestmark = [pytest.mark.shares_processes, pytest.mark.timeout(240)]
TIMEOUT = 30
Folders = pytest.TempPathFactory


@pytest.fixture(scope="module")
def html_guide(cdn_stack: RunningStack, guide_ports: GuidePorts, tmp_path_factory: Folders) -> Guide:
    return Guide.followed("html-upload.md", cdn_stack, guide_ports.take("html"), tmp_path_factory)


@pytest.fixture(scope="module")
def site(html_guide: Guide) -> Iterator[str]:
    with html_guide.running() as url:
        yield url


@pytest.fixture(scope="module")
def api_guide(cdn_stack: RunningStack, guide_ports: GuidePorts, tmp_path_factory: Folders) -> Guide:
    return Guide.followed("fastapi.md", cdn_stack, guide_ports.take("fastapi"), tmp_path_factory)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not violate the site's policy."""
    violations: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on("console", lambda line: violations.append(line.text) if "Security" in line.text else None)
        yield page
    assert violations == []


def test_a_visitor_of_the_html_page_sends_an_image_and_sees_it(
    page: Page, site: str, cdn_stack: RunningStack
) -> None:
    page.goto(site)
    page.get_by_label("Title").fill("A <b>landscape</b>")
    component = choose_image(page, cdn_stack.state / "sample.jpg")
    expect(component).to_contain_text("Ready")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="A <b>landscape</b>")).to_be_visible()
    image = page.locator("picture img")
    expect(image).to_have_js_property("complete", value=True)
    assert image.evaluate("image => image.naturalWidth") > 100


def test_a_visitor_of_the_html_page_reads_why_files_are_refused(
    page: Page, site: str, tmp_path: Path
) -> None:
    page.goto(site)
    expect_refusals(page, tmp_path)


@refused_uploads
def test_the_endpoint_itself_refuses_what_the_service_refuses(
    site: str, upload: dict[str, Any], status: int, code: str
) -> None:
    response = requests.post(f"{site}/uploads", json=upload, timeout=TIMEOUT)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_the_id_of_an_image_alone_is_not_accepted(site: str) -> None:
    data = {"title": "Mine", "photo": "XtRhwCSULFMbTSrJ6jvWVgk2Q9xA"}
    assert requests.post(f"{site}/photos", data=data, timeout=TIMEOUT).status_code == 400


def test_visitors_read_that_the_service_is_down(
    page: Page, html_guide: Guide, cdn_stack: RunningStack
) -> None:
    with html_guide.running(DARKROOM_URL=f"http://127.0.0.1:{free_port()}") as url:
        page.goto(url)
        component = choose_image(page, cdn_stack.state / "sample.jpg")
        expect(component).to_contain_text("temporarily unavailable")


def test_the_api_saves_photos_and_its_webhook_reports_that_they_are_ready(
    api_guide: Guide, cdn_stack: RunningStack
) -> None:
    [script] = [each.code for each in blocks(ROOT / "docs/howto/fastapi.md") if each.title == "upload.py"]
    with api_guide.running() as url:
        script = script.replace("http://127.0.0.1:9000", url)
        command = [sys.executable, "-c", script, str(cdn_stack.state / "sample.jpg")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        assert done.returncode == 0, done.stderr
        photo_url = done.stdout.strip()
        deadline = time.monotonic() + TIMEOUT
        while (photo := requests.get(photo_url, timeout=TIMEOUT).json())["status"] != "ready":
            assert time.monotonic() < deadline, photo
            time.sleep(0.2)
        assert photo["title"] == "A landscape"
        assert photo["html"].startswith("<picture>")
        assert requests.get(f"{url}/docs", timeout=TIMEOUT).status_code == 200
