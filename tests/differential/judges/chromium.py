"""Chromium: what a browser shows, on a light and a dark background, and each frame of an animation."""

import struct
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Route

from tests.browser.browser import FLAGS, chromium_path, shared_playwright
from tests.differential.decoded import Decoded, Frame
from tests.differential.grid import GRID
from tests.differential.signature import media_type

_SCRIPT = Path(__file__).with_name("chromium.js").read_text("utf-8")
# Its frames and animations need a secure context, which a page on the loopback address is.
_PAGE = "http://127.0.0.1/"
# How many bytes go to the page at once.
_BATCH_BYTES = 2_000_000


class Chromium:
    """A page that decodes. It is replaced when a file makes it crash."""

    name = "chromium"

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page = self._opened()

    def decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        """Decode each file as an `<img>` element, and animations by ImageDecoder."""
        return [result for batch in _batches(files) for result in self._decode(batch)]

    def _decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        arguments = [(b64encode(file).decode(), media_type(file)) for file in files]
        try:
            return [_decoded(found) for found in self._page.evaluate("decodeAll", arguments)]
        except Error:
            self._page = self._opened()
            if len(files) == 1:
                return [None]
            return [result for file in files for result in self._decode([file])]

    def _opened(self) -> Page:
        page = self._browser.new_page()
        page.route(f"{_PAGE}**", _respond)
        page.goto(_PAGE)
        page.add_script_tag(content=_SCRIPT)
        return page


@contextmanager
def chromium() -> Iterator[Chromium | None]:
    """Yield the judge, or None if no Chromium is installed."""
    path = chromium_path()
    if path is None:
        yield None
        return
    flags = (*FLAGS, "--force-color-profile=srgb")
    with shared_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield Chromium(browser)
        browser.close()


def _respond(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Differential tests</title>", content_type="text/html")


def _batches(files: Sequence[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for file in files:
        if batch and sum(map(len, batch)) + len(file) > _BATCH_BYTES:
            yield batch
            batch = []
        batch.append(file)
    if batch:
        yield batch


def _decoded(found: Any) -> Decoded | None:
    if found is None:
        return None
    frames = tuple(
        Frame(_grid(frame["light"]), _grid(frame["dark"]), frame["duration"]) for frame in found["frames"]
    )
    plays = found["plays"] if len(frames) > 1 else 1
    return Decoded(
        width=found["width"], height=found["height"], frames=frames, plays=plays, whole=found["whole"]
    )


def _grid(base64: str) -> tuple[float, ...]:
    return struct.unpack(f"<{GRID * GRID * 3}f", b64decode(base64))
