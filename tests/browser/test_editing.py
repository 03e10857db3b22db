"""Editing an image: its focal point and its metadata."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Locator, Page, expect

from tests.browser.browser import choose
from tests.browser.conftest import TIMEOUT, Service
from tests.browser.site import Site

Opened = Callable[..., Page]
HOSTILE = "\"><img src=x onerror=\"throw Error('alt')\"> & 'quotes' \u05e9\u05e7\u05d9\u05e2\u05d4"


@pytest.fixture
def editor(open_page: Opened, photos: list[Path]) -> Page:
    """Return a page whose dialog shows an uploaded image with two sizes, one of them cropped."""
    page = open_page()
    page.get_by_label("square").check()
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.get_by_role("button", name="Edit evening at the lake.jpg").click()
    return page


def image_id(page: Page, service: Service) -> str:
    """Return the ID of the newest image."""
    assert page.locator(".upload").count() == 1
    return str(service.images()[0]["id"])


def download(url: str) -> Image.Image:
    return Image.open(io.BytesIO(requests.get(url, timeout=TIMEOUT).content)).convert("RGB")


def shot(element: Locator) -> Image.Image:
    return Image.open(io.BytesIO(element.screenshot(animations="disabled"))).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two images' pixels (0..255), scaled to the same small size."""
    small = (64, 64)
    return max(ImageStat.Stat(ImageChops.difference(one.resize(small), other.resize(small))).mean)


def test_the_live_view_of_a_focal_point_shows_what_the_service_renders(
    editor: Page, service: Service
) -> None:
    page, image = editor, image_id(editor, service)
    page.get_by_role("button", name="Focal point").click()
    dialog = page.get_by_role("dialog", name="Focal point")
    expect(dialog.get_by_role("status")).to_contain_text("Automatic")
    area = dialog.get_by_role("application", name="Focal point")
    expect(area).to_be_focused()
    whole = area.locator("img")
    box = whole.bounding_box()
    assert box is not None
    whole.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.02})
    expect(dialog.get_by_role("status")).to_have_text("30% from the left, 2% from the top")
    view = dialog.locator(".views li", has_text="square").locator(".frame")
    at_the_top = shot(view)
    for key in ("ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(dialog.get_by_role("status")).to_have_text("21% from the left, 21% from the top")
    for _ in range(8):
        page.keyboard.press("Shift+ArrowDown")
    expect(dialog.get_by_role("status")).to_have_text("21% from the left, 100% from the top")
    predicted = shot(view)
    before = {each["name"]: each["url"] for each in service.get(f"images/{image}")["variants"]}
    with page.expect_request(f"{service.url}/images/{image}/reprocess") as request:
        dialog.get_by_role("button", name="Apply").click()
    assert json.loads(request.value.post_data or "") == {"focus": {"x": 0.21, "y": 1}}
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Focal point")).to_be_focused()
    after = {each["name"]: each["url"] for each in service.get(f"images/{image}")["variants"]}
    assert before["square"].partition("?")[0] != after["square"].partition("?")[0]
    rendered = download(after["square"])
    assert difference(predicted, rendered) < 6
    assert difference(at_the_top, rendered) > 40
    page.get_by_role("button", name="Focal point").click()
    expect(dialog.get_by_role("status")).to_have_text("21% from the left, 100% from the top")
    dialog.get_by_role("button", name="Automatic").click()
    expect(dialog.locator(".views li", has_text="square")).to_contain_text(
        "300 \u00d7 300, chosen when applied"
    )
    page.keyboard.press("Escape")
    # the page shows the new files, also behind the dialog
    page.get_by_role("dialog").get_by_role("button", name="Copy URL of square").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Copy URL of square")).to_contain_text(
        "Copied"
    )
    assert (
        page.evaluate("navigator.clipboard.readText()").partition("?")[0] == after["square"].partition("?")[0]
    )


def test_an_image_without_a_whole_variant_is_shown_as_a_blurred_preview(
    open_page: Opened, photos: list[Path]
) -> None:
    page = open_page()
    page.get_by_label("300x300").uncheck()
    page.get_by_label("square").check()
    choose(page, photos[1])
    expect(page.get_by_role("button", name="Copy <img>")).to_be_visible()
    page.get_by_role("button", name="Edit panorama.jpg").click()
    page.get_by_role("button", name="Focal point").click()
    dialog = page.get_by_role("dialog", name="Focal point")
    expect(dialog).to_contain_text("only a blurred preview")
    # the size that a ThumbHash is decoded to
    expect(dialog.locator("#focus-area img")).to_have_js_property("naturalWidth", 32)


def test_a_failed_rendering_keeps_the_point_and_says_why(editor: Page, service: Service) -> None:
    page = editor
    page.route(
        f"{service.url}/images/*/reprocess",
        lambda route: route.fulfill(
            status=404, json={"code": "object_not_found", "detail": "No <b>file</b>"}
        ),
    )
    page.get_by_role("button", name="Focal point").click()
    dialog = page.get_by_role("dialog", name="Focal point")
    dialog.get_by_role("button", name="Center").click()
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("alert")).to_contain_text("No <b>file</b>")
    expect(dialog.get_by_role("status")).to_have_text("50% from the left, 50% from the top")
    dialog.get_by_role("button", name="Automatic").click()
    expect(dialog.get_by_role("status")).to_contain_text("Automatic")
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Focal point")).to_be_focused()
    page.route(
        f"{service.url}/images/*",
        lambda route: route.fulfill(status=403, json={"code": "insufficient_scope", "detail": "<b>No</b>"}),
    )
    page.get_by_role("button", name="Metadata").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(
        "Your access token doesn't allow this"
    )


def test_metadata_is_saved_searched_and_copied_as_text(
    editor: Page, open_page: Opened, service: Service, site: Site
) -> None:
    page, image = editor, image_id(editor, service)
    page.get_by_role("button", name="Metadata").click()
    dialog = page.get_by_role("dialog", name="Metadata")
    dialog.get_by_label("Alt text").fill("Not\u202eallowed")
    dialog.get_by_label("External ID").fill("product-7")
    dialog.get_by_label("Tags").fill("lake, large\n\n  evening ")
    dialog.get_by_role("button", name="Save").click()
    alt = dialog.get_by_label("Alt text")
    expect(alt).to_have_attribute("aria-invalid", "true")
    expect(alt).to_be_focused()
    expect(alt).to_have_accessible_description(re.compile("metadata.alt contains control characters"))
    alt.fill(HOSTILE)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("dialog").locator(".metadata")).to_contain_text(HOSTILE)
    stored = service.get(f"images/{image}")["metadata"]
    assert (stored["alt"], stored["external_id"]) == (HOSTILE, "product-7")
    assert stored["tags"] == ["lake, large", "evening"]
    page.get_by_role("dialog").get_by_role("button", name="Copy <picture>").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Copy <picture>")).to_contain_text("Copied")
    site.pages = {"/": page.evaluate("navigator.clipboard.readText()")}
    shown = open_page(site.url).locator("img")
    expect(shown).to_have_count(1)
    assert shown.get_attribute("alt") == HOSTILE
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit evening at the lake.jpg")).to_be_focused()
    page.get_by_label("Search in").select_option("external IDs")
    page.get_by_role("searchbox", name="Search").fill("product-7")
    page.keyboard.press("Enter")
    expect(page.locator("#images li")).to_have_count(1)
    expect(page.locator("#search-note")).to_have_text("Searched all images for exactly this external ID.")
    page.get_by_role("searchbox", name="Search").fill("product-8")
    page.keyboard.press("Enter")
    expect(page.locator("#gallery-note")).to_have_text("No image matches.")
    expect(page.get_by_label("Status", exact=True)).to_be_disabled()
    page.get_by_role("searchbox", name="Search").fill("")
    expect(page.locator("#gallery-note")).not_to_have_text("No image matches.")
