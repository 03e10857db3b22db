"""The guides to Next.js and React: an app with their files uploads to the local stack."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from tests.browser.conftest import Service
from tests.browser.howto_sites import GuidePorts
from tests.browser.next_app import next_app, served
from tests.npm_package import SOURCE

Opened = Callable[..., Page]

SECRET = "a secret of at least 32 characters"  # noqa: S105 - a test's
WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the example of the specification
FILE_INPUT = "darkroom-upload #files"
TIMEOUT = 30

pytestmark = pytest.mark.timeout(420)


@dataclass(frozen=True)
class Running:
    """The app, and the stack that it uploads to."""

    url: str
    folder: Path
    service: Service


@pytest.fixture(scope="module")
def running(
    service: Service, guide_ports: GuidePorts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    values = {
        "http://127.0.0.1:8000": service.url,
        "=TOKEN": f"={service.stack.token}",
        "=SECRET": f"={SECRET}",
    }
    app = next_app(tmp_path_factory.mktemp("next"), values)
    with (app / ".env.local").open("a", encoding="utf-8") as file:
        file.write(f"WEBHOOK_SECRET={WEBHOOK_SECRET}\n")
    with served(app, guide_ports.take("react")) as url:
        yield Running(url, app, service)


def test_a_visitor_uploads_an_image_and_saves_it_with_the_form(
    open_page: Opened, running: Running, photos: list[Path]
) -> None:
    page = open_page(running.url)
    page.set_input_files(FILE_INPUT, photos[0])
    preview = page.locator("img.photo")
    expect(preview).to_be_visible()
    expect(preview).to_have_js_property("complete", value=True)
    assert preview.evaluate("image => image.naturalWidth") > 0
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{running.url}/profile")
    expect(page.locator("main picture img")).to_be_visible()
    image, *_ = running.service.images()
    assert (image["filename"], image["status"]) == (photos[0].name, "ready")
    [cookie] = page.context.cookies()
    assert cookie.get("value") == image["id"]


def test_the_form_is_not_sent_without_an_image(open_page: Opened, running: Running) -> None:
    page = open_page(running.url)
    expect(page.locator(FILE_INPUT)).to_be_attached()
    page.get_by_role("button", name="Save").click()
    assert page.evaluate("document.querySelector('darkroom-upload').validity.valueMissing")
    assert page.url.rstrip("/") == running.url


def test_the_element_has_what_its_types_declare(open_page: Opened, running: Running) -> None:
    text = (SOURCE / "index.d.ts").read_text("utf-8")
    body = text.partition("class DarkroomUpload extends HTMLElement {")[2].partition("\n}\n")[0]
    names = set(re.findall(r"^  (?:readonly |get |set )?(\w+)[:(?]", body, re.MULTILINE))
    assert {"maxSize", "uploads", "checkValidity", "variants"} <= names
    page = open_page(running.url)
    expect(page.locator(FILE_INPUT)).to_be_attached()
    missing = "names => names.filter((name) => !(name in document.querySelector('darkroom-upload')))"
    assert page.evaluate(missing, sorted(names)) == []


def test_no_browser_gets_the_token_or_the_secret(running: Running) -> None:
    secrets = (running.service.stack.token, SECRET, WEBHOOK_SECRET)
    sent = [path for path in (running.folder / ".next" / "static").rglob("*") if path.is_file()]
    texts = [path.read_bytes().decode(errors="replace") for path in sent]
    texts += [requests.get(f"{running.url}{path}", timeout=TIMEOUT).text for path in ("/", "/react")]
    assert any("darkroom-upload" in text for text in texts)
    assert not [secret for secret in secrets for text in texts if secret in text]


def test_what_visitors_do_wrong_is_their_error(running: Running) -> None:
    def status(**body: object) -> tuple[int, str]:
        response = requests.post(f"{running.url}/uploads", json=body, timeout=TIMEOUT)
        return response.status_code, response.json()["code"]

    assert status(filename="notes.txt", size=9, content_type="text/plain") == (
        415,
        "unsupported_content_type",
    )
    assert status(filename="cat.jpg", size=60_000_000) == (413, "size_too_large")
    assert status(filename="../cat.jpg", size=9) == (400, "invalid_filename")
    assert status(size=9) == (400, "invalid_field")


def test_webhooks_are_accepted_only_with_a_signature(running: Running) -> None:
    now = datetime.now(UTC)
    body = '{"type":"image.ready","timestamp":"2026-01-01T12:00:01Z","data":{"id":"1"}}'
    headers = {
        "webhook-id": "event-1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(WEBHOOK_SECRET).sign("event-1", now, body),
    }
    url = f"{running.url}/darkroom"
    assert requests.post(url, data=body, headers=headers, timeout=TIMEOUT).status_code == 204
    assert (
        requests.post(url, data=body.replace("1", "2"), headers=headers, timeout=TIMEOUT).status_code == 401
    )


def test_the_react_components_show_several_images(
    open_page: Opened, running: Running, photos: list[Path]
) -> None:
    page = open_page(f"{running.url}/react")
    page.set_input_files(FILE_INPUT, photos[1:3])
    expect(page.locator("picture img")).to_have_count(2)
    page.get_by_label("Choose an image").last.set_input_files(photos[3])
    expect(page.get_by_text(re.compile(r"^Ready: \d+ x \d+ pixels"))).to_be_visible()
