"""Finds Chromium and the npm packages on this machine; downloads nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from local.process import ROOT

PACKAGES = ROOT / ".browser" / "node_modules"
# A page takes a third of the CPU time in the headless shell, which has the same engine but no favicons.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# Generous, because shared CI machines can be slow.
TIMEOUT_MS = 30_000


def chromium_path() -> str | None:
    """Return the path of the browser: the CHROMIUM variable, or the first one found on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def required_chromium() -> str:
    """Return the path of the browser; skip the test if none is installed."""
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium not found: install it, or set CHROMIUM to its path")
    return path


class _SharedPlaywright:
    """Playwright, of which only one can run in a process: nested uses share it."""

    def __init__(self) -> None:
        self._running: Playwright | None = None
        self._users = 0

    @contextmanager
    def __call__(self) -> Iterator[Playwright]:
        running = self._running = self._running or sync_playwright().start()
        self._users += 1
        try:
            yield running
        finally:
            self._users -= 1
            if not self._users:
                running.stop()
                self._running = None


shared_playwright = _SharedPlaywright()


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a running Chromium; skip the test if none is installed.

    While it runs, Playwright keeps an event loop running in this thread, so nothing else can run one, and
    Django refuses to work. A fixture must therefore not keep it for longer than a module.
    """
    path = required_chromium()
    with shared_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def package(path: str) -> str:
    """Return the text of a file in an npm package; skip the test if it is not installed."""
    file = PACKAGES / path
    if not file.exists():
        pytest.skip("The npm packages are missing: install them with `make browser`")
    return file.read_text("utf-8")


def choose(page: Page, *files: Path) -> None:
    """Choose files on the upload page as soon as it accepts them."""
    expect(page.locator("#choose")).to_be_enabled()
    page.set_input_files("#files", files)
