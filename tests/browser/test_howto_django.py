"""The site that the how-to guide for Django describes, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser import TIMEOUT_MS
from tests.browser.howto_sites import (
    Guide,
    GuidePorts,
    choose_image,
    expect_refusals,
    free_port,
    refused_uploads,
)
from tests.e2e.conftest import RunningStack

pytestmark = [pytest.mark.shares_processes, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def project(
    cdn_stack: RunningStack, guide_ports: GuidePorts, tmp_path_factory: pytest.TempPathFactory
) -> Guide:
    return Guide.followed("django.md", cdn_stack, guide_ports.take("django"), tmp_path_factory)


@pytest.fixture(scope="module")
def site(project: Guide) -> Iterator[str]:
    with project.running() as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        yield page


def open_admin(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("change-me")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(url)


def test_a_visitor_uploads_an_image_and_sees_it_on_the_page(
    page: Page, site: str, cdn_stack: RunningStack
) -> None:
    page.goto(f"{site}/new/")
    page.get_by_label("Title").fill("A <b>landscape</b>")
    component = choose_image(page, cdn_stack.state / "sample.jpg")
    expect(component).to_contain_text("Ready")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="A <b>landscape</b>")).to_be_visible()
    image = page.locator("picture img")
    expect(image).to_have_js_property("complete", value=True)
    assert image.evaluate("image => image.naturalWidth") > 100
    assert image.get_attribute("alt") == "A <b>landscape</b>"


def test_a_form_without_an_image_is_not_submitted(page: Page, site: str) -> None:
    page.goto(f"{site}/new/")
    page.get_by_label("Title").fill("Nothing")
    page.get_by_role("button", name="Save").click()
    assert page.url == f"{site}/new/"
    assert not page.locator("darkroom-upload").evaluate("element => element.validity.valid")


def test_a_visitor_reads_why_files_are_refused(page: Page, site: str, tmp_path: Path) -> None:
    faults: list[int] = []
    page.on("response", lambda response: faults.append(response.status) if response.status >= 500 else None)
    page.goto(f"{site}/new/")
    expect_refusals(page, tmp_path)
    assert faults == []


@refused_uploads
def test_the_endpoint_itself_refuses_what_the_service_refuses(
    page: Page, site: str, upload: dict[str, object], status: int, code: str
) -> None:
    page.goto(f"{site}/new/")
    token = page.locator("[name=csrfmiddlewaretoken]").get_attribute("value")
    endpoint = page.locator("darkroom-upload").get_attribute("endpoint")
    response = page.request.post(f"{site}{endpoint}", data=upload, headers={"X-CSRFToken": str(token)})
    assert (response.status, response.json()["code"]) == (status, code)


def test_an_administrator_replaces_the_photo(page: Page, site: str, cdn_stack: RunningStack) -> None:
    open_admin(page, f"{site}/admin/gallery/photo/add/")
    width = page.locator("darkroom-upload").evaluate("element => element.offsetWidth")
    title = page.get_by_label("Title")
    assert width > title.evaluate("element => element.offsetWidth"), "it fills the row"
    title.fill("Of the admin")
    expect(choose_image(page, cdn_stack.state / "sample.jpg")).to_contain_text("Ready")
    page.get_by_role("button", name="Save and continue editing").click()
    current = page.locator(".darkroom-current")
    expect(current).to_contain_text("sample.jpg")
    expect(current.locator("img")).to_have_js_property("complete", value=True)
    expect(choose_image(page, cdn_stack.state / "sample.jpg")).to_contain_text("Ready")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    image = page.locator("#result_list img[alt='sample.jpg']").first
    expect(image).to_have_js_property("complete", value=True)
    assert image.evaluate("image => image.height") == 160


def test_pages_work_while_the_service_is_down(
    page: Page, project: Guide, site: str, cdn_stack: RunningStack
) -> None:
    assert site, "its database has photos, unless this test runs alone"
    with project.running(DARKROOM_URL=f"http://127.0.0.1:{free_port()}") as url:
        response = page.goto(url)
        assert response is not None
        assert response.status == 200
        page.goto(f"{url}/new/")
        component = choose_image(page, cdn_stack.state / "sample.jpg")
        expect(component).to_contain_text("temporarily unavailable")
