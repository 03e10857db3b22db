"""The gallery: pagination, the image dialog, and deletion."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.browser import choose
from tests.browser.conftest import TIMEOUT, Service

Opened = Callable[..., Page]
PAGE_SIZE = 24
OLD = "20200101"


@pytest.fixture(scope="module")
def many(service: Service) -> list[str]:
    """Upload more images than fit on one page, directly to S3."""
    names = [f"many-{number:02}.png" for number in range(PAGE_SIZE + 3)]
    for number, name in enumerate(names):
        buffer = io.BytesIO()
        Image.new("RGB", (60 + number, 40), (9 * number, 80, 120)).save(buffer, "PNG")
        key = f"{service.stack.environment['UPLOAD_PREFIX']}many/{name}"
        service.stack.aws.s3.put_object(
            Bucket=service.stack.environment["UPLOAD_BUCKET"], Key=key, Body=buffer.getvalue()
        )
    deadline = time.monotonic() + TIMEOUT
    while not set(names) <= {image["filename"] for image in service.images() if image["status"] == "ready"}:
        assert time.monotonic() < deadline
        time.sleep(0.5)  # each listing signs the URLs of all images
    return names


def test_images_are_listed_page_by_page_newest_first(
    open_page: Opened, service: Service, many: list[str]
) -> None:
    expected = [image["filename"] for image in service.images()]
    assert len(expected) >= len(many) > PAGE_SIZE
    page = open_page()
    tiles = page.locator("#images li")
    expect(tiles).to_have_count(PAGE_SIZE)
    shown = PAGE_SIZE
    while page.locator("#more").is_visible():
        page.get_by_role("button", name="Show more").click()
        shown = min(shown + PAGE_SIZE, len(expected))
        expect(tiles).to_have_count(shown)
    assert tiles.locator(".name").evaluate_all("names => names.map((each) => each.title)") == expected


def test_a_gallery_without_images_says_where_those_of_this_visit_are(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page("about:blank")
    page.route(
        f"{service.url}/images?*", lambda route: route.fulfill(json={"images": [], "next_cursor": None})
    )
    page.goto(service.page_url)
    note = page.locator("#gallery-note p:visible")
    expect(note).to_have_text("No images yet. Images that you upload appear here.")
    choose(page, photos[3])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    expect(note).to_have_text("No earlier images. Those of this visit are listed under Uploads.")


def test_a_deleted_image_is_removed_from_the_page_and_the_service(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    choose(page, photos[3])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.get_by_role("button", name="Clear finished").click()
    tile = page.get_by_role("button", name="shore.jpg").first
    tile.click()
    dialog = page.get_by_role("dialog", name="shore.jpg")
    dialog.get_by_role("button", name="Delete shore.jpg").click()
    confirmation = page.get_by_role("dialog", name="Delete this image?")
    confirmation.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_visible()
    before = len(service.images())
    dialog.get_by_role("button", name="Delete shore.jpg").click()
    confirmation.get_by_role("button", name="Delete").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#live-region")).to_contain_text("shore.jpg was deleted")
    assert len(service.images()) == before - 1


def test_an_image_can_be_opened_and_closed_with_the_keyboard(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    choose(page, photos[5])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.get_by_role("button", name="Clear finished").click()
    tile = page.get_by_role("button", name="night.jpg").first
    tile.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="night.jpg")
    expect(dialog.locator(".thumbnail.loaded img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(tile).to_be_focused()


def test_a_range_is_selected_deleted_and_failures_are_reported_per_image(
    open_page: Opened, service: Service, many: list[str]
) -> None:
    page = open_page()
    page.get_by_role("searchbox", name="Search").fill("many-1")
    page.get_by_role("searchbox", name="Search").press("Enter")
    listed = [image for image in service.images() if image["filename"] in many[10:20]]
    tiles = page.locator("#images li:visible")
    expect(tiles).to_have_count(10)
    expect(page.locator("#search-note")).to_contain_text(
        "images loaded so far. Show more to search older images."
    )
    boxes = page.get_by_role("checkbox", name="Select many-1")
    boxes.nth(1).check()
    boxes.nth(3).focus()
    page.keyboard.press("Shift+Space")
    expect(page.locator("#selected-count")).to_have_text("3 selected")
    protected = listed[2]["id"]
    page.route(
        f"{service.url}/images/{protected}",
        lambda route: route.fulfill(status=403, json={"code": "insufficient_scope", "detail": "<b>No</b>"}),
    )
    bar = page.get_by_role("group", name="Selected images")
    bar.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete 3 images?").get_by_role("button", name="Delete").click()
    report = page.locator("#bulk-report")
    expect(report.locator("> p").first).to_have_text("2 images deleted, 1 failed:")
    expect(report.locator("li")).to_contain_text(
        f"{listed[2]['filename']}: Your access token doesn't allow this"
    )
    expect(page.locator("#selected-count")).to_have_text("1 selected")
    expect(boxes.nth(1)).to_be_checked()
    left = {image["id"] for image in service.images()}
    assert {listed[1]["id"], listed[3]["id"]}.isdisjoint(left)
    assert protected in left
    page.get_by_role("checkbox", name="Select all shown").check()
    expect(page.locator("#selected-count")).to_have_text("8 selected")
    bar.get_by_role("button", name="Copy <picture>").click()
    expect(report).to_contain_text("8 images copied")
    expect(report).to_contain_text("The copied URLs work until")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("<picture>") == copied.count("\n") + 1 == 8


def test_failed_images_are_retried_a_few_at_a_time(
    open_page: Opened, service: Service, many: list[str]
) -> None:
    page = open_page("about:blank")
    running: set[str] = set()
    most = [0]
    failed = {"code": "processing_failed", "detail": "Gave up"}
    ours = [image for image in service.images() if image["filename"] in many][:9]
    images = [{**image, "status": "failed", "variants": [], "error": failed} for image in ours]
    page.route(
        f"{service.url}/images?*", lambda route: route.fulfill(json={"images": images, "next_cursor": None})
    )

    def respond(route: Route) -> None:
        image = next(each for each in images if each["id"] in route.request.url)
        if route.request.url.endswith("/reprocess"):
            running.add(image["id"])
            most[0] = max(most[0], len(running))
            route.fulfill(status=202, json=image)
        else:
            running.discard(image["id"])
            still_failed = image is images[4]
            route.fulfill(json=image if still_failed else {**image, "status": "ready", "error": None})

    page.route(f"{service.url}/images/**", respond)
    page.goto(service.page_url)
    page.get_by_label("Status", exact=True).select_option("Failed")
    page.get_by_role("checkbox", name="Select all shown").check()
    page.get_by_role("button", name="Retry failed").click()
    expect(page.locator("#bulk-report > p").first).to_have_text("8 images ready, 1 failed:")
    expect(page.locator("#bulk-report li")).to_contain_text(images[4]["filename"])
    assert most[0] == 4
