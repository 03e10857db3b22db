"""What the page does when something is broken."""

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.browser import PATIENCE_MS, choose
from tests.browser.conftest import Service, meet_upload

Opened = Callable[..., Page]


def test_an_outage_of_the_api_in_between_is_waited_for(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 201):
        choose(page, *photos[:3])
    facts = json.loads((service.stack.state / "stack.json").read_text("utf-8"))
    # the stack starts it again, as Lambda would
    os.kill(facts["pids"]["api"], signal.SIGKILL)
    # a request that was cut short holds its key for ten seconds, and the pauses grow to eight
    expect(page.locator(".upload[data-state=ready]")).to_have_count(3, timeout=2 * PATIENCE_MS)


def test_a_form_whose_first_request_still_runs_is_waited_for(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    refusals = [{"status": 409, "json": {"code": "request_in_progress", "detail": "Still running"}}]
    page = open_page()
    page.route(
        f"{service.url}/images",
        lambda route: route.fulfill(**refusals.pop()) if refusals else route.fallback(),
    )
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    assert refusals == []


def test_a_connection_to_the_storage_that_breaks_is_tried_again(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    broken = []
    page = open_page()
    page.on("requestfailed", lambda request: broken.append(request.method))
    meet_upload(page, service, lambda route: route.abort("connectionreset"))
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    assert broken == ["POST"]


def test_a_picture_that_could_not_be_deleted_stays_and_the_reason_is_told(
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


def test_a_listing_that_does_not_arrive_can_be_asked_for_again(open_page: Opened, service: Service) -> None:
    refused = {"status": 400, "json": {"code": "invalid_cursor", "detail": "Not a cursor of ours"}}
    page = open_page("about:blank")
    page.route(f"{service.url}/images?*", lambda route: route.fulfill(**refused), times=1)
    page.goto(service.page_url)
    expect(page.locator("#gallery-note")).to_contain_text("invalid_cursor")
    page.get_by_role("button", name="Try again to load the pictures").click()
    expect(page.locator("#gallery-note")).not_to_contain_text("invalid_cursor")


def test_a_choice_of_sizes_that_does_not_arrive_can_be_asked_for_again(
    open_page: Opened, service: Service
) -> None:
    refused = {"status": 400, "json": {"code": "odd", "detail": "Not today"}}
    page = open_page("about:blank")
    page.route(f"{service.url}/presets", lambda route: route.fulfill(**refused), times=1)
    page.goto(service.page_url)
    expect(page.locator("#presets")).to_contain_text("Not today")
    page.get_by_role("button", name="Try again to load the choice of sizes").click()
    expect(page.get_by_label("square")).to_be_attached()


def test_a_listing_that_keeps_the_page_waiting_says_so(open_page: Opened, service: Service) -> None:
    page = open_page("about:blank")
    listings = f"{service.url}/images?*"
    page.route(listings, lambda route: route.abort())
    page.goto(service.page_url)
    expect(page.locator("#gallery-note")).to_have_text("The connection failed; trying again …")
    page.unroute(listings)
    expect(page.locator("#gallery-note")).not_to_contain_text("trying again")


def test_an_error_in_a_script_is_shown(open_page: Opened) -> None:
    page = open_page(expected_errors="Out of developer")
    page.evaluate("setTimeout(() => { throw new Error('Out of developer'); })")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("That did not work: Out of developer")
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_be_hidden()


def test_the_page_consists_of_three_files_and_paints_before_the_api_answers(
    open_page: Opened, service: Service
) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(re.sub(r"web/\w+/", "", request.url.split("#")[0])))
    page.route(f"{service.url}/presets", lambda _: None)
    page.route(f"{service.url}/images?*", lambda _: None)
    page.goto(service.page_url)
    expect(page.get_by_role("button", name="Choose pictures")).to_be_enabled()
    assert page.evaluate("performance.getEntriesByName('first-contentful-paint').length") == 1
    of_the_page = [url for url in asked if not re.search(r"/(presets|images\?.*)$", url)]
    assert of_the_page == [f"{service.url}/", f"{service.url}/page.css", f"{service.url}/app.js"]


def test_a_script_that_fails_while_it_starts_is_shown(open_page: Opened, service: Service) -> None:
    page = open_page("about:blank", expected_errors="storage is off")
    page.add_init_script(
        "document.addEventListener('readystatechange', () => {"
        "  Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('storage is off'); } });"
        "}, { once: true })"
    )
    page.goto(service.page_url)
    expect(page.get_by_role("heading", name="Drop pictures here")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("That did not work: storage is off")


def test_without_any_script_the_page_says_what_it_needs(open_page: Opened) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.get_by_text("This page needs its scripts")).to_be_visible(timeout=15_000)
