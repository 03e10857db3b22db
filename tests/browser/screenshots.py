"""`make screenshots`: take the screenshots of the upload page for the README and the tutorial.

They are taken on a local stack of its own. The page uses the reader's system fonts. So that the screenshots
do not depend on the fonts of this machine, Chromium only finds Android's fonts here.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from local.process import ROOT
from local.stack import Options, running
from tests.browser.browser import FLAGS, TIMEOUT_MS, choose, chromium_path
from tests.browser.scenes import scenes

FOLDER = ROOT / "docs" / "images"
DESKTOP = {"viewport": {"width": 1200, "height": 1050}}

FONT_PACKAGES = "fonts-roboto-unhinted fonts-noto-core fonts-noto-mono"
# The folder above also has Roboto Condensed, which fontconfig would prefer.
ROBOTO = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
NOTO = Path("/usr/share/fonts/truetype/noto")
FONTS = (ROBOTO / "Roboto-Regular.ttf", NOTO / "NotoSerif-Regular.ttf", NOTO / "NotoSansMono-Regular.ttf")
FONTCONFIG = """\
<?xml version="1.0"?>
<fontconfig>
  <dir>{roboto}</dir>
  <dir>{noto}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>system-ui</family><prefer><family>Roboto</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Roboto</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>Noto Serif</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>Noto Sans Mono</family></prefer></alias>
</fontconfig>
"""


def main() -> int:
    """Take all screenshots; return the exit status."""
    path = chromium_path()
    if path is None:
        sys.stderr.write("Chromium was not found. Install it, or set CHROMIUM to its path.\n")
        return 1
    if not all(font.exists() for font in FONTS):
        sys.stderr.write(f"Fonts are missing. Install them: apt-get install {FONT_PACKAGES}\n")
        return 1
    expect.set_options(timeout=TIMEOUT_MS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        images = scenes(Path(folder))
        with running(Options(port=0, log=log)) as stack, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, args=FLAGS, env=_with_fonts(Path(folder))
            )
            url = f"{stack.url}/#token={stack.token}"
            _fill_gallery(browser, url, images[4:])
            with _page(browser, url, **DESKTOP) as page:
                _upload(page, [*images[:2], _not_an_image(Path(folder))])
                _shoot(page, "page.png")
            with _page(browser, url, **DESKTOP) as page:
                _pick_focal_point(page)
                _shoot(page.locator("#focus-dialog"), "focal-point.png")
            browser.close()
    return 0


def _with_fonts(folder: Path) -> dict[str, str | float | bool]:
    """Return an environment in which Chromium finds no other fonts than FONTCONFIG's."""
    config = folder / "fonts.conf"
    config.write_text(FONTCONFIG.format(roboto=ROBOTO, noto=NOTO, cache=folder / "fontcache"), "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(config)}


@contextmanager
def _page(browser: Browser, url: str, **options: object) -> Iterator[Page]:
    # Playwright's options are keyword arguments of many types.
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def _fill_gallery(browser: Browser, url: str, images: list[Path]) -> None:
    """Upload images that the gallery then lists."""
    with _page(browser, url, **DESKTOP) as page:
        choose(page, *images)
        expect(page.locator(".upload[data-state=ready]")).to_have_count(len(images))


def _upload(page: Page, files: list[Path]) -> None:
    """Upload files, wait until all have been processed, and scroll back to the top."""
    page.get_by_label("square").check()
    page.get_by_label("small").check()
    choose(page, *files)
    expect(page.locator(".upload:not([data-state=ready], [data-state=failed])")).to_have_count(0)
    for image in page.locator(".thumbnail img").all():
        image.scroll_into_view_if_needed()
    expect(page.locator(".thumbnail:not(.loaded)")).to_have_count(0)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")


def _pick_focal_point(page: Page) -> None:
    """Open the newest image and move its focal point to the reflection in the lake."""
    page.locator("#images li", has_text="evening at the lake").get_by_role("button").click()
    page.get_by_role("button", name="Focal point").click()
    image = page.locator("#focus-area img")
    expect(image).to_have_js_property("complete", value=True)
    box = image.bounding_box()
    assert box is not None
    image.click(position={"x": box["width"] * 0.65, "y": box["height"] * 0.9})
    page.wait_for_load_state("networkidle")


def _not_an_image(folder: Path) -> Path:
    file = folder / "from the old camera.jpg"
    file.write_bytes(b"not an image" * 100)
    return file


def _shoot(subject: Page | Locator, name: str) -> None:
    subject.screenshot(path=FOLDER / name, animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
