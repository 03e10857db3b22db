"""Positions and effects of presets, compared with what CSS does in Chromium."""

from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page

from chalicelib.models import POSITIONS, VariantSpec
from tests.unit.imaging.samples import encoded, opened, photo, render

BOX, BACKGROUND = (60, 60), "#1080f0"
# None is scaled and no space is odd, so that only the position differs.
IMAGES = {"cover": (photo(100, 60), photo(60, 100)), "contain": (photo(40, 60), photo(60, 40))}
# In Chromium's blur, colors are transparent beyond the border.
SIGMA, BORDER = 3.0, 12


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 200, "height": 150})
    yield page
    page.close()


def shown(page: Page, image: Image.Image, size: tuple[int, int], style: str) -> Image.Image:
    """Return what an `img` element of this size and style looks like."""
    source = f"data:image/png;base64,{b64encode(encoded(image, 'png')).decode()}"
    width, height = size
    page.set_content(
        f'<body style="margin: 0"><img src="{source}"'
        f' style="display: block; width: {width}px; height: {height}px; {style}">'
    )
    page.evaluate("document.images[0].decode()")
    screenshot = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
    return Image.open(BytesIO(screenshot)).convert("RGB")


def variant(image: Image.Image, **settings: Any) -> Image.Image:
    spec = VariantSpec(**{"name": "v", "width": 1000, "format": "png", **settings})
    (rendered,) = render(encoded(image, "png"), spec)
    return opened(rendered.content).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> tuple[int, float]:
    """Return the largest and the mean difference."""
    found = ImageChops.difference(one, other)
    extrema = [band for band in found.getextrema() if isinstance(band, tuple)]
    return int(max(high for _, high in extrema)), max(ImageStat.Stat(found).mean)


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("fit", ["cover", "contain"])
def test_a_position_is_that_of_object_position(page: Page, fit: str, position: str) -> None:
    style = f"object-fit: {fit}; object-position: {position}; background: {BACKGROUND}"
    for image in IMAGES[fit]:
        found = variant(image, width=BOX[0], height=BOX[1], fit=fit, position=position, background=BACKGROUND)
        assert difference(found, shown(page, image, BOX, style))[0] == 0


def test_grayscale_is_that_of_css(page: Page) -> None:
    image = photo(120, 90)
    found = variant(image, grayscale=True)
    assert difference(found, shown(page, image, image.size, "filter: grayscale(1)"))[0] <= 1


def test_a_blur_is_that_of_css(page: Page) -> None:
    image = photo(120, 90)
    inner = (BORDER, BORDER, image.width - BORDER, image.height - BORDER)
    found = variant(image, blur=SIGMA).crop(inner)
    most, mean = difference(found, shown(page, image, image.size, f"filter: blur({SIGMA}px)").crop(inner))
    assert most <= 3
    assert mean < 1
