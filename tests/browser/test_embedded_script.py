"""The component's script, loaded from the service by a page of an origin that the service does not know."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from docsite.code_blocks import blocks
from docsite.component import PAGE, current
from tests.browser.conftest import Service
from tests.browser.site import Site

Opened = Callable[..., Page]

HTML = '<!doctype html><meta charset="utf-8"><title>A site</title>{script}<darkroom-upload></darkroom-upload>'
IS_DEFINED = "() => customElements.get('darkroom-upload') !== undefined"
OTHER_HASH = f"sha384-{64 * 'A'}"


@pytest.fixture
def stranger() -> Iterator[Site]:
    with Site() as site:
        yield site


def documented(service: Service) -> str:
    """Return the script element from the docs, which names the hash."""
    (found,) = (block.code for block in blocks(PAGE) if "integrity=" in block.code)
    return found.replace("https://images.example.com", service.url)


def show(site: Site, service: Service, script: str) -> None:
    """Show a page that is isolated from other origins, and allows no script but the service's."""
    site.pages = {"/": HTML.format(script=script)}
    site.page_headers = {
        "Content-Security-Policy": f"default-src 'none'; script-src {service.url}",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }


def test_a_page_loads_the_script_that_the_docs_pin(
    open_page: Opened, service: Service, stranger: Site
) -> None:
    show(stranger, service, documented(service))
    page = open_page(stranger.url)
    page.wait_for_function(IS_DEFINED)


def test_a_browser_refuses_a_script_with_another_hash(
    open_page: Opened, service: Service, stranger: Site
) -> None:
    script = documented(service)
    show(stranger, service, script.replace(current().integrity, OTHER_HASH))
    with_errors: list[str] = []
    page = open_page()
    page.on("console", lambda line: with_errors.append(line.text))
    page.goto(stranger.url)
    page.wait_for_load_state("load")
    assert not page.evaluate(IS_DEFINED)
    assert any(re.search("integrity", text) for text in with_errors)


def test_a_page_imports_the_newest_version(open_page: Opened, service: Service, stranger: Site) -> None:
    show(stranger, service, "")
    page = open_page(stranger.url)
    url = f"{service.url}/embed/v1/darkroom.js"
    names = page.evaluate("url => import(url).then((module) => Object.keys(module).sort())", url)
    assert names == ["DarkroomUpload", "Problem", "upload"]
    assert page.evaluate(IS_DEFINED)


def test_a_page_can_read_why_a_version_is_not_there(
    open_page: Opened, service: Service, stranger: Site
) -> None:
    stranger.pages = {"/": HTML.format(script="")}
    page = open_page(stranger.url)
    read = "url => fetch(url).then(async (response) => [response.status, (await response.json()).code])"
    assert page.evaluate(read, f"{service.url}/embed/9.0.0/darkroom.js") == [404, "not_found"]
