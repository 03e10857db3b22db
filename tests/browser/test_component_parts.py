"""`<darkroom-upload>` and the page upload large files in parts."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.browser import TIMEOUT_MS, choose
from tests.browser.conftest import Service
from tests.browser.test_component import ONE, ROWS, ready
from tests.browser.upload_site import UploadSite, seen

Shown = Callable[..., Page]
MIB = 1024**2


@pytest.fixture(scope="module")
def large(photos: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JPEG of 60 MiB: most of it follows the image's end, where decoders do not look."""
    file = tmp_path_factory.mktemp("large") / "large.jpg"
    file.write_bytes(photos[0].read_bytes() + os.urandom(60 * MIB - photos[0].stat().st_size))
    return file


@pytest.fixture
def parts(show_component: Shown) -> Iterator[tuple[Page, list[str]]]:
    """Open the component; yield the page and the parts that it sends, with duplicates."""
    page = show_component(ONE)
    sent: list[str] = []
    page.on(
        "request",
        lambda each: (
            sent.append(each.url.split("partNumber=")[1].split("&")[0]) if each.method == "PUT" else None
        ),
    )
    yield page, sent
    page.unroute_all()


def test_parts_that_have_arrived_are_not_sent_again(
    parts: tuple[Page, list[str]], service: Service, site: UploadSite, large: Path
) -> None:
    page, sent = parts
    broken: list[str] = []

    def lose_second(route: Route) -> None:
        if route.request.method == "PUT" and "partNumber=2&" in route.request.url and len(broken) < 4:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route(service.storage, lose_second)
    page.locator("#files").set_input_files(large)
    expect(page.locator(ROWS)).to_contain_text("The connection failed.", timeout=2 * TIMEOUT_MS)
    before = len(sent)
    page.get_by_role("button", name="Try again").click()
    expect(ready(page)).to_have_count(1, timeout=2 * TIMEOUT_MS)
    assert sent.count("1") == 1
    assert "2" in sent[before:]
    image = service.get(f"images/{seen(page, 'uploaded')[0]['id']}")
    assert image["size"] == large.stat().st_size
    assert [path.rpartition("/")[2] for path in site.called] == ["uploads", "parts", "complete"]


def test_the_page_uploads_a_large_file(open_page: Callable[..., Page], large: Path) -> None:
    page = open_page()
    choose(page, large)
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1, timeout=2 * TIMEOUT_MS)
