"""The URLs that the page shows and copies: where they work, when they end, and how they are refreshed."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route, expect

from chalicelib.config.settings import DEFAULTS
from tests.browser.browser import choose
from tests.browser.conftest import Service
from tests.browser.site import Site

Opened = Callable[..., Page]
OLD = "20200101"


def test_copied_urls_and_html_work_on_another_site(open_page: Opened, site: Site, photos: list[Path]) -> None:
    wait_near_end_of_signing_window()
    zone = zone_far_from_midnight()
    page = open_page(timezone_id=zone, locale="de-DE")
    page.get_by_label("small").check()
    choose(page, photos[0])
    expect(page.locator(".upload .note")).to_be_hidden()
    page.get_by_role("button", name="Copy URL of 300x300").click()
    expect(page.get_by_role("button", name="Copy URL of 300x300")).to_contain_text("Copied")
    url = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy <picture>").click()
    expect(page.get_by_role("button", name="Copy <picture>")).to_contain_text("Copied")
    snippet = page.evaluate("navigator.clipboard.readText()")
    site.pages = {"/": snippet}
    image = open_page(site.url).locator("picture img")
    image.evaluate("image => image.decode()")
    assert image.evaluate("image => image.src") == url
    clock = expiry(url).astimezone(ZoneInfo(zone)).strftime("%H:%M")
    expect(page.get_by_role("button", name="Copy <picture>")).to_contain_text(f"Copied, works until {clock}")
    expect(page.locator(".upload .note")).to_contain_text(f"work until {clock}. For permanent URLs")


def wait_near_end_of_signing_window() -> None:
    """Wait until the URLs of an image stay the same for at least 20 seconds."""
    window = DEFAULTS.url_expires / 2
    left = window - time.time() % window
    if left < 20:
        time.sleep(left)


def zone_far_from_midnight() -> str:
    """Return a time zone in which the URLs expire today. Otherwise, the page adds the date."""
    hour = datetime.now(ZoneInfo("Asia/Kolkata")).hour
    return "Asia/Kolkata" if hour < 20 else "America/St_Johns"


def expiry(url: str) -> datetime:
    """Return when a signed URL expires."""
    query = parse_qs(urlsplit(url).query)
    signed = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%S%z")
    return signed + timedelta(seconds=int(query["X-Amz-Expires"][0]))


def test_permanent_urls_are_copied_where_they_need_no_token(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    page.route(  # as with PUBLIC_VARIANTS
        f"{service.url}/images/*/variants/*",
        lambda route: route.fulfill(status=302, headers={"Location": "/"}),
    )
    choose(page, photos[0])
    page.get_by_role("button", name="Copy <picture>").click()
    expect(page.get_by_role("button", name="Copy <picture>")).to_have_text("Copied")
    snippet = page.evaluate("navigator.clipboard.readText()")
    assert f'src="{service.url}/images/' in snippet
    assert '/variants/300x300"' in snippet
    assert "X-Amz-" not in snippet
    expect(page.locator(".upload .note")).to_be_hidden()


def test_expired_signed_urls_are_refreshed(open_page: Opened, service: Service, photos: list[Path]) -> None:
    page = open_page()
    choose(page, photos[6])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.route(
        f"{service.stack.environment['AWS_ENDPOINT_URL']}/**/*300x300*",
        lambda route: route.fulfill(status=403, body="<Error><Code>AccessDenied</Code></Error>"),
        times=1,
    )
    page.reload()
    expect(page.locator("#images .thumbnail.loaded img").first).to_be_visible()


def test_a_url_that_has_expired_is_not_copied(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    choose(page, photos[7])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.route(f"{service.url}/images?*", expire_urls)
    page.reload()
    page.get_by_role("button", name="firs.jpg").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Copy URL of 300x300").click()
    expect(page.get_by_role("dialog").locator(".note")).to_contain_text("The copied URLs work until")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert OLD not in copied
    assert "X-Amz-Date=" in copied


def expire_urls(route: Route) -> None:
    response = route.fetch()
    body = re.sub(r"(?<=X-Amz-Date=)\d{8}", OLD, response.text())
    assert OLD in body
    route.fulfill(response=response, body=body)
