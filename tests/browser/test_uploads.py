"""Uploading images and using their variants."""

import base64
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.browser import choose
from tests.browser.conftest import Service, intercept_upload

Opened = Callable[..., Page]
ODD = "<Error><Code>Odd</Code></Error>"
ALLOW = {"Access-Control-Allow-Origin": "*"}
EXPIRED = (
    "<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>"
)


def row(page: Page, name: str) -> Locator:
    return page.locator(f".upload:has([title='{name}'])")


def test_several_images_can_be_uploaded_at_once(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    page.get_by_label("small").check()
    choose(page, *photos[:4])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(4)
    expect(page.locator("#summary")).to_have_text("4 of 4 ready")
    lake = row(page, "evening at the lake.jpg")
    expect(lake).to_contain_text("675 \u00d7 900")
    expect(lake.locator(".variants li").nth(0)).to_contain_text("225 \u00d7 300")
    expect(lake.locator(".variants li").nth(1)).to_contain_text("600 \u00d7 800")
    expect(lake.locator(".variants li").nth(0)).to_contain_text("saves ")
    expect(lake.locator(".thumbnail.loaded img")).to_have_js_property("complete", value=True)
    expect(page.locator("#live-region")).to_contain_text("evening at the lake.jpg is ready")


def test_the_page_polls_the_status_url_and_after_its_end_the_image(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    page = open_page()
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url) if request.method == "GET" else None)
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    assert any(url.startswith(f"{service.url}/status/") for url in read)
    assert not any(url.startswith(f"{service.url}/images/") for url in read)
    expired = {"code": "invalid_status_key", "detail": "Expired"}
    page.route(f"{service.url}/status/**", lambda route: route.fulfill(status=403, json=expired))
    choose(page, photos[1])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(2)
    assert any(url.startswith(f"{service.url}/images/") for url in read)


def test_sizes_that_are_rendered_on_demand_are_not_offered(open_page: Opened, service: Service) -> None:
    page = open_page("about:blank")
    presets = service.get("presets")
    lazy = {**presets["presets"][0], "name": "lazy", "when": "on_demand"}
    answer = {**presets, "presets": [lazy, *presets["presets"]]}
    page.route(f"{service.url}/presets", lambda route: route.fulfill(json=answer), times=1)
    page.goto(service.page_url)
    expect(page.locator("#presets input")).to_have_count(len(presets["presets"]))
    expect(page.get_by_label("lazy")).not_to_be_attached()


def test_a_variant_is_downloaded_under_a_descriptive_name(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    choose(page, photos[1])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download 300x300").click()
    assert download.value.suggested_filename == "panorama-300x300.jpg"
    assert Path(download.value.path()).read_bytes()[:2] == b"\xff\xd8"


def test_files_that_are_not_images_fail_with_a_clear_message_and_do_not_block_others(
    open_page: Opened, photos: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("milk, bread")
    (tmp_path / "fake.jpg").write_bytes(b"not an image" * 100)
    (tmp_path / "empty.png").touch()
    page = open_page()
    choose(page, tmp_path / "notes.txt", photos[0], tmp_path / "fake.jpg", tmp_path / "empty.png")
    expect(page.locator("#summary")).to_have_text("1 of 4 ready, 3 failed")
    expect(row(page, "notes.txt")).to_contain_text("unsupported_content_type")
    expect(row(page, "fake.jpg")).to_contain_text("This file isn't an image we support")
    expect(row(page, "fake.jpg")).to_contain_text("unsupported_format")
    expect(row(page, "evening at the lake.jpg")).to_contain_text("Copy URL")
    # retrying with the same file would fail the same way
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_preview_stays_inside_its_frame(open_page: Opened, service: Service, photos: list[Path]) -> None:
    page = open_page()
    intercept_upload(page, service, lambda _: None)
    choose(page, photos[0])  # taller than wide
    preview = page.locator(".preview canvas:not([width='0'])")
    expect(preview).to_be_visible()
    height, available = preview.evaluate("canvas => [canvas.clientHeight, canvas.parentElement.clientHeight]")
    assert 0 < height <= available


def test_a_failed_upload_can_be_retried(open_page: Opened, service: Service, photos: list[Path]) -> None:
    page = open_page()
    intercept_upload(page, service, lambda route: route.fulfill(status=400, headers=ALLOW, body=ODD))
    choose(page, photos[0])
    expect(page.locator(".upload .problem")).to_contain_text("storage_refused")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)


def test_an_expired_form_is_replaced_automatically(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    before = {image["id"] for image in service.images()}
    page = open_page()
    intercept_upload(page, service, lambda route: route.fulfill(status=403, headers=ALLOW, body=EXPIRED))
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    assert len({image["id"] for image in service.images()} - before) == 1


def test_a_cancelled_upload_leaves_nothing_behind(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    before = {image["id"] for image in service.images()}
    page = open_page()
    intercept_upload(page, service, lambda _: None)
    with page.expect_request(service.storage):
        choose(page, photos[0])
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        page.get_by_role("button", name="Cancel evening at the lake.jpg").click()
    expect(page.locator(".status")).to_have_text("Cancelled")
    assert {image["id"] for image in service.images()} <= before
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#uploads-section")).to_be_hidden()
    expect(page.get_by_role("button", name="Choose images")).to_be_focused()


def test_an_upload_that_is_cancelled_before_it_has_a_form_leaves_nothing_behind(
    open_page: Opened, service: Service, photos: list[Path]
) -> None:
    before = {image["id"] for image in service.images()}
    page = open_page()
    page.route(f"{service.url}/images", lambda route: cancel_first(page, route))
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        choose(page, photos[0])
    assert {image["id"] for image in service.images()} <= before


def cancel_first(page: Page, route: Route) -> None:
    page.get_by_role("button", name="Cancel evening at the lake.jpg").dispatch_event("click")
    route.continue_()


def test_files_can_be_dropped_anywhere_or_pasted(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    content = base64.b64encode(photos[0].read_bytes()).decode()
    for event, field in (("drop", "dataTransfer"), ("paste", "clipboardData")):
        page.evaluate(
            """([event, field, content]) => {
              const data = new DataTransfer();
              const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
              data.items.add(new File([bytes], `${event}.jpg`, { type: "image/jpeg" }));
              const synthetic = new Event(event, { bubbles: true, cancelable: true });
              document.body.dispatchEvent(Object.assign(synthetic, { [field]: data }));
            }""",
            [event, field, content],
        )
    expect(page.locator(".upload[data-state=ready]")).to_have_count(2)
    expect(row(page, "drop.jpg")).to_be_visible()
    expect(row(page, "paste.jpg")).to_be_visible()


def test_progress_is_shown_during_upload_and_processing(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", slow)
    choose(page, photos[2])
    bar = page.get_by_role("progressbar", name="Progress of ridges in the fog.jpg")
    expect(bar).to_be_visible()
    seen = set()
    while bar.is_visible():
        seen.add(page.locator(".upload .status").inner_text().split(" ·")[0])
        page.wait_for_timeout(50)
    assert {"Uploading", "Processing…"} <= seen
