"""The API reference (`/docs`) in Chromium."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from chalicelib.api.openapi_operations import OPERATIONS
from tests.browser.conftest import Service


def test_every_operation_is_shown_and_can_be_sent_under_the_content_security_policy(
    open_page: Callable[..., Page], service: Service
) -> None:
    page = open_page(f"{service.url}/docs#/Service/health")
    expect(page.locator(".opblock")).to_have_count(len(OPERATIONS))
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response .response-col_status")).to_have_text("200")
