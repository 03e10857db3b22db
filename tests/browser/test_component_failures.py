"""What `<darkroom-upload>` does when the network, the endpoint or the storage fails."""

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Service, intercept_upload
from tests.browser.site import Response
from tests.browser.test_component import MANY, ONE, ROWS, Shown, add, ready
from tests.browser.upload_site import JSON, RECORDER, UploadSite, seen


def problem(status: int, code: str, **headers: str) -> Callable[[object], Response]:
    body = json.dumps({"code": code, "detail": f"Detail of {code}"}).encode()
    return lambda _: (status, {**JSON, **headers}, body)


def html(status: int) -> Callable[[object], Response]:
    return lambda _: (status, {"Content-Type": "text/html"}, b"<!doctype html><h1>Log in</h1>")


def test_an_upload_goes_on_when_the_network_comes_back(
    show_component: Shown, service: Service, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(MANY)
    page.context.set_offline(True)
    add(page, photos[0])
    status = page.locator(f"{ROWS} [part=status]")
    expect(status).to_have_text("You are offline. Waiting for the connection…")
    assert site.requests == []
    page.context.set_offline(False)
    expect(ready(page)).to_have_count(1)

    def lose_network(route: Route) -> None:
        page.context.set_offline(True)
        route.abort("internetdisconnected")

    intercept_upload(page, service, lose_network)
    add(page, photos[1])
    expect(status.nth(1)).to_have_text("You are offline. Waiting for the connection…")
    page.context.set_offline(False)
    expect(ready(page)).to_have_count(2)
    # nothing was requested while the browser was offline, and the form was used again
    assert [request["filename"] for request, _ in site.requests] == [photo.name for photo in photos[:2]]


def test_a_storage_that_refuses_the_origin_is_told_from_a_failed_connection(
    show_component: Shown, photos: list[Path]
) -> None:
    with UploadSite() as stranger:
        page = show_component(ONE, on=stranger)
        add(page, photos[0])
        row = page.locator(ROWS)
        expect(row).to_contain_text(f"The image storage doesn't accept uploads from {stranger.url}.")
        expect(row).to_contain_text(f"python -m ops deploy STAGE --origin {stranger.url}")
        [failed] = seen(page)
        assert (failed["type"], failed["error"]["code"]) == ("failed", "origin_refused")
        expect(row.get_by_role("button", name="Try again")).to_be_visible()


def test_a_policy_that_blocks_the_storage_is_told_from_a_failed_connection(
    browser: Browser, service: Service, site: UploadSite, photos: list[Path]
) -> None:
    site.show(ONE)
    site.backend, site.token = service.url, service.stack.token
    page = browser.new_page()
    page.add_init_script(RECORDER)
    page.goto(site.url)
    add(page, photos[0])
    storage = service.stack.environment["AWS_ENDPOINT_URL"]
    expect(page.locator(ROWS)).to_contain_text(f"Its operator has to add {storage} to connect-src.")
    assert seen(page, "failed")[0]["error"]["code"] == "blocked_by_policy"
    page.close()


def test_a_connection_that_breaks_is_retried_and_then_reported_as_such(
    show_component: Shown, service: Service, photos: list[Path]
) -> None:
    page = show_component(ONE)
    page.clock.install()
    page.route(service.storage, lambda route: route.abort("connectionreset"))
    add(page, photos[0])
    expect(page.locator(ROWS)).to_contain_text("Connection problem. Retrying…")
    for _ in range(4):
        page.clock.run_for(10_000)
        page.wait_for_timeout(100)
    expect(page.locator(ROWS)).to_contain_text("The connection failed.")
    assert seen(page)[0]["error"]["code"] == "network"
    page.unroute(service.storage)
    page.clock.resume()
    page.get_by_role("button", name="Try again").click()
    expect(ready(page)).to_have_count(1)


def test_a_failing_endpoint_is_retried_if_that_can_help(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(ONE)
    site.answers = [html(502), problem(503, "service_unavailable", **{"Retry-After": "1"})]
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    assert len(site.requests) == 3


def test_errors_of_the_endpoint_are_explained_to_visitors(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(MANY)
    cases = [
        (html(200), "endpoint_unusable", "This website can't accept images at the moment."),
        (html(404), "endpoint_unusable", "This website can't accept images at the moment."),
        (html(403), "not_allowed", "You aren't allowed to upload images here."),
        (html(413), "file_too_large", "This file is too large."),
        (lambda _: (200, JSON, b"[]"), "endpoint_unusable", "This website can't accept images"),
        (lambda _: (200, JSON, b"null"), "endpoint_unusable", "This website can't accept images"),
        (problem(415, "unsupported_content_type"), "unsupported_content_type", "isn't an image we support"),
        (problem(400, "brand_new"), "brand_new", "Detail of brand_new"),
        (problem(429, "quota_exceeded", **{"Retry-After": "9999"}), "quota_exceeded", "the upload limit"),
    ]
    for number, (answer, code, text) in enumerate(cases):
        site.answers = [answer]
        add(page, photos[0])
        row = page.locator(ROWS).nth(number)
        expect(row).to_contain_text(text)
        expect(row.locator("[part=code]")).to_have_text(code)
    assert [event["error"]["code"] for event in seen(page)] == [code for _, code, _ in cases]
    assert len(site.requests) == len(cases)


def test_a_slow_endpoint_can_be_cancelled_and_its_late_response_is_ignored(
    show_component: Shown, service: Service, site: UploadSite, photos: list[Path]
) -> None:
    released = threading.Event()
    sent: list[str] = []

    def slow(request: object) -> Response:
        released.wait(30)
        return site.created(request)

    page = show_component(ONE)
    page.on("request", lambda request: sent.append(request.url))
    site.answers = [slow]
    with page.expect_request("**/uploads"):
        add(page, photos[0])
    page.get_by_role("button", name="Cancel").click()
    released.set()
    expect(page.locator(ROWS)).to_have_count(0)
    add(page, photos[1])
    expect(ready(page)).to_have_count(1)
    to_storage = [url for url in sent if url.startswith(service.storage.removesuffix("/**"))]
    assert len(to_storage) == 1


def test_a_file_that_is_no_image_fails_with_the_reason_of_the_service(
    show_component: Shown, tmp_path: Path
) -> None:
    (tmp_path / "fake.jpg").write_bytes(b"not an image" * 100)
    page = show_component(ONE)
    add(page, tmp_path / "fake.jpg")
    expect(page.locator(ROWS)).to_contain_text("This file isn't an image we support.")
    uploaded, failed = seen(page)
    assert (uploaded["type"], failed["type"], failed["id"]) == ("uploaded", "failed", uploaded["id"])
    assert failed["error"]["code"] == "unsupported_format"
    assert page.evaluate("one.value") == ""


def test_removing_the_element_cancels_its_uploads_and_moving_it_does_not(
    show_component: Shown, service: Service, photos: list[Path]
) -> None:
    page = show_component(f"<section></section>{ONE}")
    aborted: list[str] = []
    page.on("requestfailed", lambda request: aborted.append(request.url))
    intercept_upload(page, service, lambda _: None)
    with page.expect_request(service.storage):
        add(page, photos[0])
    page.evaluate("document.querySelector('section').append(one)")
    expect(page.locator(f"{ROWS}[data-state=uploading]")).to_have_count(1)
    assert aborted == []
    with page.expect_event("requestfailed"):
        page.evaluate("one.remove()")
    assert page.evaluate("seen.map(({ type }) => type)") == []


def test_the_script_may_be_loaded_twice(show_component: Shown, photos: list[Path]) -> None:
    page = show_component(f'{ONE}<script type="module" src="/darkroom.js?again"></script>')
    page.wait_for_load_state("networkidle")
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    assert re.fullmatch(r"signed:[\w-]+", page.evaluate("one.value"))
