"""Entering, replacing and removing the access token."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service

Opened = Callable[..., Page]
STORED = "[sessionStorage.getItem('darkroom.token'), localStorage.length, document.cookie]"


def test_a_token_in_the_url_is_stored_and_removed_from_the_url(open_page: Opened, service: Service) -> None:
    page = open_page(f"{service.url}/#token=darkroom-secret", service_workers="block")
    expect(page.locator("#token-open")).to_have_text("Change token")
    assert page.url == f"{service.url}/"
    assert page.evaluate(STORED) == ["darkroom-secret", 0, ""]


def test_a_token_can_be_entered_after_the_dialog_was_cancelled(open_page: Opened, service: Service) -> None:
    page = open_page(service.url)
    dialog = page.get_by_role("dialog", name="Access token")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.locator("#gallery-note")).to_contain_text("not_authenticated")
    page.get_by_role("button", name="Enter token").click()
    dialog.get_by_label("Access token").fill(service.stack.token)
    dialog.get_by_role("button", name="Use token").click()
    expect(page.locator("#gallery-note")).not_to_contain_text("not_authenticated")
    expect(page.get_by_label("square")).to_be_attached()


def test_a_rejected_token_is_prompted_for_and_the_request_is_retried(
    open_page: Opened, service: Service
) -> None:
    page = open_page("about:blank")
    page.route(
        lambda url: "/images?" in url,
        lambda route: (
            route.fulfill(status=401, json={"message": "Unauthorized"})
            if route.request.headers.get("authorization") != "Bearer right"
            else route.fulfill(json={"images": [], "next_cursor": None})
        ),
    )
    page.route(
        lambda url: url.endswith("/presets"), lambda route: route.fulfill(json={"presets": [], "default": []})
    )
    page.goto(service.url)
    dialog = page.get_by_role("dialog", name="Access token")
    expect(dialog).to_contain_text("requires an access token")
    dialog.get_by_label("Access token").fill("wrong")
    dialog.get_by_role("button", name="Use token").click()
    expect(dialog).to_contain_text("rejected this token")
    dialog.get_by_label("Access token").fill("right")
    page.keyboard.press("Enter")
    expect(page.locator("#gallery-note")).to_contain_text("No images yet")
    page.locator("#token-open").click()
    dialog.get_by_role("button", name="Remove token").click()
    assert page.evaluate(STORED)[0] is None
