"""Fixtures that run the upload page in Chromium against the local stack."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.browser import TIMEOUT_MS, launched, required_chromium
from tests.browser.howto_sites import GuidePorts
from tests.browser.scenes import scenes
from tests.browser.site import Site
from tests.browser.upload_site import RECORDER, UploadSite
from tests.e2e.conftest import RunningStack, started_stack

TIMEOUT = 30
LARGE_FILES = {"MAX_UPLOAD_BYTES": str(100 * 1024**2)}


@dataclass(frozen=True)
class Service:
    """The local stack, as seen through its API."""

    stack: RunningStack

    @property
    def url(self) -> str:
        return self.stack.url

    @property
    def page_url(self) -> str:
        """The URL of the upload page, including the token, as `make dev` prints it."""
        return f"{self.url}/#token={self.stack.token}"

    @property
    def storage(self) -> str:
        """A pattern for Playwright's `route` that matches all requests to S3."""
        return f"{self.stack.environment['AWS_ENDPOINT_URL']}/**"

    def get(self, path: str) -> Any:
        return requests.get(f"{self.url}/{path}", headers=self.stack.headers, timeout=TIMEOUT).json()

    def images(self) -> list[Any]:
        """Return all images, newest first."""
        found, cursor = [], ""
        while True:
            page = self.get(f"images?limit=100&cursor={cursor}")
            found += page["images"]
            cursor = page["next_cursor"]
            if not cursor:
                return found

    def settled(self, image_id: str) -> Any:
        """Poll until the image is ready or failed; return it."""
        deadline = time.monotonic() + TIMEOUT
        while (image := self.get(f"images/{image_id}"))["status"] not in {"ready", "failed"}:
            assert time.monotonic() < deadline, image
            time.sleep(0.1)
        return image


def intercept_upload(page: Page, service: Service, handler: Callable[[Route], object]) -> None:
    """Pass the next file upload to the handler; let all other requests through."""
    handlers = [handler]

    def handle(route: Route) -> None:
        if route.request.method == "POST" and handlers:
            handlers.pop()(route)
        else:
            route.fallback()

    page.route(service.storage, handle)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; without one, no test in this folder starts anything."""
    return required_chromium()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=TIMEOUT_MS)
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def website() -> Iterator[UploadSite]:
    with UploadSite() as site:
        yield site


@pytest.fixture
def site(website: UploadSite) -> UploadSite:
    """The website without pages and headers of earlier tests."""
    website.pages, website.page_headers = {}, {}
    return website


@pytest.fixture(scope="session")
def guide_ports() -> Iterator[GuidePorts]:
    ports = GuidePorts("react", "html", "fastapi", "django")
    yield ports
    ports.close()


@pytest.fixture(scope="session")
def origins(website: Site, guide_ports: GuidePorts) -> dict[str, str]:
    """The setting that lets all sites of this folder send requests to a stack."""
    return {"CORS_ORIGINS": ",".join([website.url, *guide_ports.origins])}


@pytest.fixture(scope="session")
def service(
    chromium: str, origins: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    assert chromium, "requested first, so that no stack starts without a browser"
    folder, settings = tmp_path_factory.mktemp("stack"), {**origins, **LARGE_FILES}
    with started_stack(folder, "--no-cdn", settings=settings) as stack:
        yield Service(stack)


@pytest.fixture(scope="session")
def cdn_stack(
    chromium: str, origins: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStack]:
    """A local stack with a CDN, from which anyone may read variants."""
    assert chromium, "requested first, so that no stack starts without a browser"
    with started_stack(tmp_path_factory.mktemp("stack"), settings=origins) as stack:
        yield stack


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return scenes(tmp_path_factory.mktemp("photos"), longest=900)


@pytest.fixture
def open_page(browser: Browser, service: Service) -> Iterator[Callable[..., Page]]:
    """Open the page in a new browser context; keyword arguments are options of the context.

    The test fails if the page throws an error that does not match `expected_errors`, or violates its
    Content Security Policy.
    """
    unexpected: list[str] = []
    contexts = []

    def opened(url: str = "", expected_errors: str = "(?!)", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on(
            "pageerror",
            lambda error: None if re.search(expected_errors, str(error)) else unexpected.append(str(error)),
        )
        page.on(
            "console", lambda line: unexpected.append(line.text) if "Security Policy" in line.text else None
        )
        page.goto(url or service.page_url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert unexpected == []


@pytest.fixture
def show_component(open_page: Callable[..., Page], service: Service, site: UploadSite) -> Callable[..., Page]:
    """Open a page of a website with this HTML; keyword arguments are those of `open_page` and of `show`."""

    def shown(
        body: str, *, html: str = 'lang="en"', images: str = "'none'", on: UploadSite = site, **options: Any
    ) -> Page:
        on.backend, on.token = service.url, service.stack.token
        on.show(body, f"{service.url} {service.stack.environment['AWS_ENDPOINT_URL']}", html, images)
        page = open_page("about:blank", **options)
        page.add_init_script(RECORDER)
        page.goto(on.url)
        return page

    return shown
