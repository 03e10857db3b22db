"""Chromium, and the npm packages that the tests use in it: found on this machine, never fetched."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.process import ROOT

PACKAGES = ROOT / ".browser" / "node_modules"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# Shared machines: what takes a moment here may take many there.
PATIENCE_MS = 30_000


def chromium_path() -> str | None:
    """Return the browser to drive: CHROMIUM names one, else the first on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield Chromium; skip where there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip("No Chromium on this machine: install it, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def package(path: str) -> str:
    """Return the text of a file of an npm package; skip where they are not installed."""
    file = PACKAGES / path
    if not file.exists():
        pytest.skip("The npm packages of these tests are missing: `make browser` installs them")
    return file.read_text("utf-8")


def choose(page: Page, *files: Path) -> None:
    """Choose files on the upload page, once it takes them."""
    expect(page.locator("#choose")).to_be_enabled()
    page.set_input_files("#files", files)
