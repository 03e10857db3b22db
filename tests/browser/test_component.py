"""`<darkroom-upload>` on a website with a strict Content Security Policy and Trusted Types."""

import base64
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Service, intercept_upload
from tests.browser.hostile_texts import hostile_texts
from tests.browser.site import Response
from tests.browser.upload_site import JSON, UploadSite, seen

Shown = Callable[..., Page]
ONE = '<darkroom-upload id="one" endpoint="/uploads"></darkroom-upload>'
MANY = '<darkroom-upload id="many" endpoint="/uploads" multiple></darkroom-upload>'
ROWS = "darkroom-upload [part~=item]"
DROP = """(element, [type, field, contents]) => {
  const data = new DataTransfer();
  contents.forEach(([name, kind, content]) => {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: kind }));
  });
  const event = new Event(type, { bubbles: true, cancelable: true, composed: true });
  element.dispatchEvent(Object.assign(event, { [field]: data }));
}"""


def add(page: Page, *files: Path, element: str = "darkroom-upload") -> None:
    page.locator(f"{element} #files").set_input_files(list(files))


def ready(page: Page) -> Locator:
    return page.locator(f"{ROWS}[data-state=ready]")


def contents(*files: Path) -> list[tuple[str, str, str]]:
    return [(file.name, "image/jpeg", base64.b64encode(file.read_bytes()).decode()) for file in files]


def test_an_image_is_uploaded_through_the_sites_own_endpoint(
    show_component: Shown, service: Service, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(ONE.replace(" endpoint", ' variants="small, square" endpoint'))
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    [(request, _)] = site.requests
    size = photos[0].stat().st_size
    assert request == {
        "filename": photos[0].name,
        "size": size,
        "content_type": "image/jpeg",
        "variants": ["small", "square"],
    }
    uploaded, is_ready = seen(page)
    image = service.get(f"images/{uploaded['id']}")
    assert {variant["name"] for variant in image["variants"]} == {"small", "square"}
    assert image["size"] == size
    common = {
        "target": "one",
        "bubbles": True,
        "composed": True,
        "value": f"signed:{image['id']}",
        "error": None,
    }
    assert uploaded.items() >= {**common, "type": "uploaded", "file": photos[0].name}.items()
    assert is_ready.items() >= {**common, "type": "ready", "id": image["id"], "status": "ready"}.items()
    assert page.evaluate("one.value") == f"signed:{image['id']}"
    expect(page.get_by_role("log")).to_contain_text(f"{photos[0].name} is ready")


def test_a_site_without_a_status_url_gets_the_event_uploaded(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(ONE)
    site.answers = [lambda request: without_status(site, request)]
    add(page, photos[1])
    expect(page.locator(f"{ROWS}[data-state=uploaded]")).to_contain_text("Uploaded")
    assert [event["type"] for event in seen(page)] == ["uploaded"]


def without_status(site: UploadSite, request: Any) -> Response:
    status, headers, body = site.created(request)
    return status, headers, re.sub(rb'"status_url": "[^"]*"', b'"status_url": null', body)


def test_several_images_are_dropped_pasted_and_listed(show_component: Shown, photos: list[Path]) -> None:
    page = show_component(f"{MANY}<p id=elsewhere>Elsewhere</p>")
    element = page.locator("#many")
    element.evaluate(DROP, ["drop", "dataTransfer", contents(*photos[:2])])
    element.evaluate(DROP, ["paste", "clipboardData", contents(photos[2])])
    expect(ready(page)).to_have_count(3)
    page.mouse.move(0, 0)
    elsewhere = page.locator("#elsewhere")
    elsewhere.evaluate(DROP, ["drop", "dataTransfer", contents(photos[3])])
    elsewhere.evaluate(DROP, ["paste", "clipboardData", contents(photos[3])])
    page.evaluate("many.wholePage = true")
    elsewhere.evaluate(DROP, ["paste", "clipboardData", contents(photos[4])])
    expect(ready(page)).to_have_count(4)
    assert page.evaluate("many.value.split(' ').length") == 4
    assert photos[4].name in page.evaluate("many.uploads.at(-1).file.name")


def test_a_second_image_replaces_the_first_unless_there_may_be_several(
    show_component: Shown, photos: list[Path]
) -> None:
    page = show_component(ONE)
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    page.locator("#one").evaluate(DROP, ["drop", "dataTransfer", contents(photos[1], photos[2])])
    expect(page.get_by_role("alert")).to_have_text("Only one image can be uploaded here.")
    expect(ready(page).filter(has_text=photos[1].name)).to_have_count(1)
    expect(page.locator(ROWS)).to_have_count(1)
    first, second = (event["value"] for event in seen(page, "uploaded"))
    assert (first != second, page.evaluate("one.value")) == (True, second)
    assert [event["value"] for event in seen(page, "removed")] == [first]


def test_no_more_images_than_allowed_are_taken(show_component: Shown, photos: list[Path]) -> None:
    page = show_component(MANY.replace(" multiple", ' multiple max-files="2"'))
    page.locator("#many").evaluate(DROP, ["drop", "dataTransfer", contents(*photos[:3])])
    expect(page.get_by_role("alert")).to_have_text("Only 2 images can be uploaded here.")
    expect(ready(page)).to_have_count(2)
    page.get_by_role("button", name=f"Remove {photos[0].name}").click()
    add(page, photos[3])
    expect(ready(page)).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_files_that_the_attributes_exclude_are_refused_before_anything_is_sent(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(MANY.replace(" multiple", ' multiple accept="image/jpeg" max-size="20KB"'))
    page.locator("#many").evaluate(DROP, ["drop", "dataTransfer", [("notes.txt", "text/plain", "bWlsaw==")]])
    add(page, photos[0])
    expect(page.locator(ROWS).nth(0)).to_contain_text("Files of this kind aren't accepted here.")
    expect(page.locator(ROWS).nth(1)).to_contain_text("Use a smaller one. The limit is 20 KB.")
    assert [event["error"]["code"] for event in seen(page, "failed")] == [
        "type_not_accepted",
        "file_too_large",
    ]
    assert site.requests == []


def test_an_image_is_cancelled_removed_and_the_focus_stays_in_the_component(
    show_component: Shown, service: Service, photos: list[Path]
) -> None:
    page = show_component(MANY)
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    intercept_upload(page, service, lambda _: None)
    with page.expect_request(service.storage):
        add(page, photos[1])
    page.get_by_role("button", name=f"Cancel {photos[1].name}").click()
    expect(page.locator(ROWS)).to_have_count(1)
    focused = "document.activeElement.shadowRoot.activeElement.ariaLabel"
    assert page.evaluate(focused) == f"Remove {photos[0].name}"
    page.keyboard.press("Enter")
    expect(page.locator(ROWS)).to_have_count(0)
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.id") == "choose"
    assert page.evaluate("many.value") == ""


def test_hostile_names_and_error_texts_stay_texts(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(MANY)
    page.evaluate("window.hit = () => seen.push({ type: 'hit' }); null")
    texts = [text.encode("utf-8", "ignore").decode() for text in hostile_texts(60)]
    site.answers = [partial(refused, text) for text in texts]
    files = [(f"{text}.jpg", "image/jpeg", contents(photos[0])[0][2]) for text in texts]
    page.locator("#many").evaluate(DROP, ["drop", "dataTransfer", files])
    expect(page.locator(f"{ROWS}[data-state=failed]")).to_have_count(len(texts))
    assert seen(page, "hit", "violation") == []
    assert page.evaluate("many.shadowRoot.querySelectorAll('script, svg, plaintext, base, img').length") == 0


def refused(text: str, _: object) -> Response:
    return 400, JSON, json.dumps({"code": text, "detail": text}).encode()
