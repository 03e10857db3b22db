"""What the page does when requests or scripts fail."""

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.browser import TIMEOUT_MS, choose
from tests.browser.conftest import Service, intercept_upload

Opened = Callable[..., Page]


def test_uploads_survive_an_outage_of_the_api(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    with page.expect_response(lambda response: response.request.method == "POST" and response.status == 201):
        choose(page, *photos[:3])
    facts = json.loads((service.stack.state / "stack.json").read_text("utf-8"))
    # the stack restarts the process, as Lambda would
    os.kill(facts["pids"]["api"], signal.SIGKILL)
    expect(page.locator(".upload[data-state=ready]")).to_have_count(3, timeout=2 * TIMEOUT_MS)


def test_a_reached_quota_is_shown_at_once_instead_of_waiting_for_hours(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    reached = {"code": "quota_exceeded", "detail": "1000 images a day"}
    page.route(
        f"{service.url}/images",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "36000"}, json=reached),
    )
    choose(page, photos[0])
    row = page.locator(".upload")
    expect(row.locator(".problem")).to_contain_text("You have reached the upload limit. Try again later.")
    expect(row.locator(".status")).to_be_empty()
    expect(row.get_by_role("button", name="Try again")).to_be_visible()


def test_an_upload_is_retried_after_a_connection_error(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    broken = []
    page = open_page()
    page.on("requestfailed", lambda request: broken.append(request.method))
    intercept_upload(page, service, lambda route: route.abort("connectionreset"))
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    assert broken == ["POST"]


def test_an_image_that_cannot_be_deleted_stays_and_the_error_is_shown(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page(expected_errors="Not yours")
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.route(
        f"{service.url}/images/*",
        lambda route: route.fulfill(status=403, json={"code": "insufficient_scope", "detail": "Not yours"}),
    )
    page.get_by_role("button", name="Delete evening at the lake.jpg").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alert")).to_contain_text("Not yours (insufficient_scope)")
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)


def test_images_that_failed_to_load_can_be_requested_again(open_page: Opened, service: Service) -> None:
    rejected = {"status": 400, "json": {"code": "invalid_cursor", "detail": "Not a cursor of ours"}}
    page = open_page("about:blank")
    page.route(f"{service.url}/images?*", lambda route: route.fulfill(**rejected), times=1)
    page.goto(service.page_url)
    expect(page.locator("#gallery-note")).to_contain_text("invalid_cursor")
    page.get_by_role("button", name="Try again to load the images").click()
    expect(page.locator("#gallery-note")).not_to_contain_text("invalid_cursor")


def test_sizes_that_failed_to_load_can_be_requested_again(open_page: Opened, service: Service) -> None:
    rejected = {"status": 400, "json": {"code": "odd", "detail": "Not today"}}
    page = open_page("about:blank")
    page.route(f"{service.url}/presets", lambda route: route.fulfill(**rejected), times=1)
    page.goto(service.page_url)
    expect(page.locator("#presets")).to_contain_text("Not today")
    page.get_by_role("button", name="Try again to load the sizes").click()
    expect(page.get_by_label("square")).to_be_attached()


def test_the_gallery_says_that_it_retries_after_a_connection_error(
    open_page: Opened, service: Service
) -> None:
    page = open_page("about:blank")
    listings = f"{service.url}/images?*"
    page.route(listings, lambda route: route.abort())
    page.goto(service.page_url)
    expect(page.locator("#gallery-note")).to_have_text("Connection problem. Retrying…")
    page.unroute(listings)
    expect(page.locator("#gallery-note")).not_to_contain_text("Retrying")


def test_a_script_error_is_shown(open_page: Opened) -> None:
    page = open_page(expected_errors="Out of developer")
    page.evaluate("setTimeout(() => { throw new Error('Out of developer'); })")
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("Something went wrong: Out of developer")
    banner.get_by_role("button", name="Dismiss").click()
    expect(banner).to_be_hidden()


def test_the_page_consists_of_four_files_and_paints_before_the_api_responds(
    open_page: Opened, service: Service
) -> None:
    page = open_page("about:blank")
    requested: list[str] = []
    page.on("request", lambda request: requested.append(re.sub(r"web/\w+/", "", request.url.split("#")[0])))
    page.route(f"{service.url}/presets", lambda _: None)
    page.route(f"{service.url}/images?*", lambda _: None)
    page.goto(service.page_url)
    expect(page.get_by_role("button", name="Choose images")).to_be_enabled()
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length === 1")
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    assert re.sub(r"web/\w+/", "", icon) == f"{service.url}/favicon.svg"
    page_files = [url for url in requested if not re.search(r"/(presets|images\?.*|favicon.svg)$", url)]
    assert page_files == [f"{service.url}/{name}" for name in ("", "page.css", "app.js")]


def test_a_script_error_during_startup_is_shown(open_page: Opened, service: Service) -> None:
    page = open_page("about:blank", expected_errors="storage is off")
    page.add_init_script(
        "document.addEventListener('readystatechange', () => {"
        "  Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('storage is off'); } });"
        "}, { once: true })"
    )
    page.goto(service.page_url)
    expect(page.get_by_role("heading", name="Drop images here")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong: storage is off")


def test_the_page_says_that_it_needs_javascript(open_page: Opened) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible(timeout=15_000)
