"""Accessibility and layout of `<darkroom-upload>` on a page without styles of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browser import package
from tests.browser.test_appearance import HOSTILE_NAME, PHONE, TARGETS, TOO_SMALL, serious
from tests.browser.test_component import MANY, ROWS, add, ready

Shown = Callable[..., Page]
LABELED = f'<label for="many">Photos</label> {MANY}'
GERMAN: dict[str, Any] = {"html": 'lang="de-AT"'}
# axe takes a page without a background for a white one
DARK_PAGE = '<meta name="color-scheme" content="light dark"><style>html { background: Canvas }</style>'
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {**PHONE, **GERMAN},
    "forced-colors": {"forced_colors": "active"},
    "right-to-left": {"html": 'lang="ar" dir="rtl"'},
}

OVERFLOWING = """items => items.filter(item => {
  const { left, right } = item.getBoundingClientRect();
  const isOutside = box => box.width > 0 && (box.left < left - 1 || box.right > right + 1);
  return [...item.querySelectorAll("*")].some(each => isOutside(each.getBoundingClientRect()));
}).length"""


def filled(page: Page, folder: Path, photos: list[Path]) -> Page:
    """Fill the component with a finished upload and a failed one, and both have unusual names."""
    fake = folder / "a very long file name that does not fit on a phone, not even in landscape mode.jpg"
    fake.write_bytes(b"not an image" * 100)
    right_to_left = folder / HOSTILE_NAME
    right_to_left.write_bytes(photos[1].read_bytes())
    add(page, right_to_left, fake)
    expect(ready(page)).to_have_count(1)
    expect(page.locator(f"{ROWS}[data-state=failed]")).to_have_count(1)
    return page


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_the_component_is_accessible_and_fits_in_every_look(
    show_component: Shown, photos: list[Path], tmp_path: Path, look: dict[str, Any]
) -> None:
    axe = package("axe-core/axe.min.js")
    # bypass_csp, because the page's policy blocks scripts other than its own
    page = show_component(DARK_PAGE + LABELED, bypass_csp=True, **look)
    page.evaluate(axe)
    assert serious(page) == []
    filled(page, tmp_path, photos)
    assert serious(page) == []
    scrollable, visible = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert scrollable <= visible
    assert page.locator(TARGETS).evaluate_all(TOO_SMALL) == []
    assert page.locator(ROWS).evaluate_all(OVERFLOWING) == 0


def test_a_phone_takes_photos(show_component: Shown, photos: list[Path]) -> None:
    page = show_component(MANY.replace(" multiple", ' multiple capture="user"'), **PHONE, **GERMAN)
    expect(page.locator("#camera")).to_have_attribute("capture", "user")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Foto aufnehmen").tap()
    chooser.value.set_files(photos[2])
    expect(ready(page)).to_contain_text("Fertig")
    expect(page.get_by_role("button", name=f"Entfernen {photos[2].name}")).to_be_visible()


def test_the_keyboard_reaches_every_button(show_component: Shown, photos: list[Path], tmp_path: Path) -> None:
    page = filled(show_component(MANY), tmp_path, photos)
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.shadowRoot.activeElement.textContent"))
    assert [text.strip() for text in reached] == ["Choose images", "Remove", "Remove"]
    assert page.evaluate("many.shadowRoot.activeElement.matches(':focus-visible')")
    page.evaluate("many.blur()")
    with page.expect_file_chooser():
        page.evaluate("many.focus()")
        page.keyboard.press("Enter")


def test_texts_and_parts_can_be_replaced(show_component: Shown) -> None:
    slots = '<b slot="choose">Pick files</b><p slot="footer">At most 5 MB</p>'
    page = show_component(MANY.replace("></", f">{slots}</"))
    page.evaluate("many.texts = { prompt: 'Your best shots', errors: { network: 'Oh' } }")
    expect(page.get_by_role("button", name="Pick files")).to_be_visible()
    expect(page.get_by_text("At most 5 MB")).to_be_visible()
    expect(page.get_by_text("Your best shots")).to_be_visible()
    page.evaluate("many.lang = 'de'")
    expect(page.get_by_text("oder aus der Zwischenablage einfügen")).to_be_visible()
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("darkroom-upload::part(area) { border-top-width: 7px }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    area = "getComputedStyle(many.shadowRoot.querySelector('[part=area]')).borderTopWidth"
    assert page.evaluate(area) == "7px"


def test_nothing_moves_for_people_who_prefer_reduced_motion(
    show_component: Shown, photos: list[Path]
) -> None:
    page = show_component(MANY, reduced_motion="reduce")
    page.route("**/uploads", lambda _: None)
    add(page, photos[0])
    expect(page.locator(ROWS)).to_have_count(1)
    moving = "document.getAnimations().length + many.shadowRoot.getAnimations().length"
    assert page.evaluate(moving) == 0
