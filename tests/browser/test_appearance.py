"""Accessibility and layout: axe, keyboard, dark mode and phones."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page, expect

from tests.browser.browser import choose, package

Opened = Callable[..., Page]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


# an Arabic name that looks like a tag
HOSTILE_NAME = (
    "<img src=x onerror=stop()> \u0635\u0648\u0631\u0629 \u0645\u0646 \u0627\u0644\u0628\u062d\u0631.jpg"
)
TARGETS = "button, input:not([type=file]), select, textarea, a[href], [tabindex='0']"
# The label of a checkbox is its target, too.
TOO_SMALL = """targets => targets
  .map(each => (each.type === "checkbox" && each.closest("label")) || each)
  .filter(each => each.checkVisibility())
  .map(each => [each.outerHTML, each.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 44 || height < 44)
  .map(([html, { width, height }]) => `${width} x ${height}: ${html}`)"""


def filled_page(page: Page, folder: Path, photos: list[Path]) -> Page:
    """Fill the page with a finished upload, a failed upload and an image in the gallery."""
    fake = folder / "a very long file name that does not fit on a phone, not even in landscape mode.jpg"
    fake.write_bytes(b"not an image" * 100)
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.get_by_role("button", name="Clear finished").click()
    right_to_left = folder / HOSTILE_NAME
    right_to_left.write_bytes(photos[1].read_bytes())
    choose(page, right_to_left, fake)
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    expect(page.locator(".upload[data-state=failed]")).to_have_count(1)
    return page


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_axe_finds_no_serious_accessibility_violations(
    open_page: Opened, photos: list[Path], tmp_path: Path, look: dict[str, Any]
) -> None:
    axe = package("axe-core/axe.min.js")
    # bypass_csp, because the page's policy blocks scripts other than its own
    page = filled_page(open_page(bypass_csp=True, **look), tmp_path, photos)
    page.evaluate(axe)
    for _ in every_view(page):
        assert serious(page) == []


def every_view(page: Page) -> Iterator[str]:
    """Open each dialog and bar of the page in turn; yield its name while it is open."""
    page.locator("#images .select input").first.check()
    yield "page"
    page.locator("#images .tile").first.click()
    yield "image"
    for name in ("Focal point", "Metadata"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        yield name
        page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#bulk-actions").get_by_role("button", name="Delete").click()
    yield "confirmation"
    page.keyboard.press("Escape")
    page.locator("#token-open").click()
    yield "token"


def serious(page: Page) -> list[Any]:
    found = page.evaluate("axe.run()")["violations"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_the_color_scheme_follows_the_system(open_page: Opened) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    page = open_page(color_scheme="dark")
    assert page.evaluate(background) == "rgb(20, 18, 17)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate(background) == "rgb(245, 243, 238)"


def test_a_phone_needs_no_horizontal_scrolling_and_fingers_hit_every_control(
    open_page: Opened, photos: list[Path], tmp_path: Path
) -> None:
    page = filled_page(open_page(**PHONE), tmp_path, photos)
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    for name in every_view(page):
        scrollable, visible = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert scrollable <= visible, name
        assert page.locator(TARGETS).evaluate_all(TOO_SMALL) == [], name
        if name == "Focal point":
            page.locator("#focus-area").tap(position={"x": 1, "y": 1})
            expect(page.locator("#focus-status")).to_have_text("0% from the left, 0% from the top")
    page.keyboard.press("Escape")
    expect(page.locator("img[src=x]")).to_have_count(0)
    camera = page.locator("#camera")
    expect(camera).to_have_attribute("capture", "environment")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Take a photo").click()
    chooser.value.set_files(photos[2])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(2)


def test_the_page_can_be_used_with_the_keyboard(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    expect(page.get_by_label("square")).to_be_attached()
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.value"))
    assert reached[:3] == ["token-open", "uploader", "300x300"]
    page.keyboard.press("Space")
    expect(page.get_by_label("square")).to_be_checked()
    page.get_by_label("square").uncheck()
    page.get_by_label("300x300").uncheck()
    note = page.get_by_text("No size is selected. Images get the default size, 300x300.")
    expect(note).to_be_visible()
    page.get_by_label("square").check()
    expect(note).to_be_hidden()
    page.get_by_label("300x300").check()
    with page.expect_file_chooser() as chooser:
        page.locator("#choose").press("Enter")
    chooser.value.set_files(photos[0])
    expect(page.locator(".upload[data-state=ready] .variants li")).to_have_count(2)


def test_a_placeholder_has_the_colors_of_its_image(open_page: Opened, photos: list[Path]) -> None:
    page = open_page()
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    width, height, pixels = page.locator(".upload .thumbnail canvas").evaluate(
        """(canvas) => {
          const { width, height } = canvas;
          return [width, height, [...canvas.getContext("2d").getImageData(0, 0, width, height).data]];
        }"""
    )
    blurred = Image.frombytes("RGBA", (width, height), bytes(pixels)).convert("RGB")
    with Image.open(photos[0]) as photo:
        small = photo.convert("RGB").resize((width, height))
    means = zip(ImageStat.Stat(blurred).mean, ImageStat.Stat(small).mean, strict=True)
    assert abs(width / height - 675 / 900) < 0.05
    assert max(abs(one - other) for one, other in means) < 8
