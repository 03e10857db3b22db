"""`make screenshots`: the page with pictures in it, for the README and the documentation.

Desktop, phone and dark, over a local stack of its own. Letters are the machine's: with the Debian packages
fonts-inter and fonts-ebgaramond they look as in docs/images.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.process import ROOT
from local.stack import Options, running
from tests.browser.browser import FLAGS, PATIENCE_MS, choose, chromium_path
from tests.browser.scenes import scenes

FOLDER = ROOT / "docs" / "images"
DESKTOP = {"viewport": {"width": 1200, "height": 1300}}
PHONE = "Pixel 7"


def main() -> int:
    """Take all of them; return the exit status."""
    path = chromium_path()
    if path is None:
        sys.stderr.write("No Chromium on this machine: install it, or name one in CHROMIUM\n")
        return 1
    expect.set_options(timeout=PATIENCE_MS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        pictures = scenes(Path(folder))
        with running(Options(port=0, log=log)) as stack, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            address = f"{stack.url}/#token={stack.token}"
            _earlier(browser, address, pictures[4:])
            with _page(browser, address, **DESKTOP) as page:
                _busy(page, [*pictures[:2], _no_picture(Path(folder))])
                _shoot(page, "page.png")
                page.emulate_media(color_scheme="dark")
                _shoot(page, "page-dark.png")
            with _page(browser, address, **playwright.devices[PHONE]) as page:
                _busy(page, pictures[:1])
                _shoot(page, "page-phone.png")
            browser.close()
    return 0


@contextmanager
def _page(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    # Playwright's options are keyword arguments of many types.
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def _earlier(browser: Browser, address: str, pictures: list[Path]) -> None:
    """Fill the gallery."""
    with _page(browser, address, **DESKTOP) as page:
        choose(page, *pictures)
        expect(page.locator(".upload[data-state=ready]")).to_have_count(len(pictures))


def _busy(page: Page, files: list[Path]) -> None:
    """Upload, wait for what comes of it, and go back to the top."""
    page.get_by_label("small").check()
    choose(page, *files)
    expect(page.locator(".upload:not([data-state=ready], [data-state=failed])")).to_have_count(0)
    for picture in page.locator(".print img").all():
        picture.scroll_into_view_if_needed()
    expect(page.locator(".print:not(.loaded)")).to_have_count(0)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")


def _no_picture(folder: Path) -> Path:
    file = folder / "from the old camera.jpg"
    file.write_bytes(b"no picture at all" * 100)
    return file


def _shoot(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / name, animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
