"""Accessibility and layout: axe, keyboard, dark mode and phones."""

from collections.abc import Callable
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


def filled_page(page: Page, folder: Path, photos: list[Path]) -> Page:
    """Fill the page with a finished upload, a failed upload and an image in the gallery."""
    fake = folder / "a very long file name that does not fit on a phone, not even in landscape mode.jpg"
    fake.write_bytes(b"not an image" * 100)
    choose(page, photos[0])
    expect(page.locator(".upload[data-state=ready]")).to_have_count(1)
    page.get_by_role("button", name="Clear finished").click()
    choose(page, photos[1], fake)
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
    assert serious(page) == []
    page.locator("#images .tile").first.click()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator("#token-open").click()
    assert serious(page) == []


def serious(page: Page) -> list[Any]:
    found = page.evaluate("axe.run()")["violations"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_the_color_scheme_follows_the_system(open_page: Opened) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    dark = open_page(color_scheme="dark").evaluate(background)
    light = open_page(color_scheme="light").evaluate(background)
    assert (dark, light) == ("rgb(20, 18, 17)", "rgb(245, 243, 238)")


def test_a_phone_needs_no_horizontal_scrolling(open_page: Opened, photos: list[Path], tmp_path: Path) -> None:
    page = filled_page(open_page(**PHONE), tmp_path, photos)
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
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
    assert reached[:3] == ["token-open", "choose", "300x300"]
    page.keyboard.press("Space")
    expect(page.get_by_label("square")).to_be_checked()
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
