"""Chromium shows a page with a `srcset` of widths and formats that nobody has rendered before."""

import io
from html import escape

import pytest
from darkroom import Client, Image
from PIL import Image as Pixels
from playwright.sync_api import Browser, Response

from local.cdn.function import node
from local.sample.image import sample
from tests.browser.site import Site
from tests.e2e.conftest import RunningStack

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(node() is None, reason="Node is not installed, so infra/edge.js cannot run"),
]

WIDTHS = (160, 320, 480, 640, 960, 1280, 1920)
FORMATS = ("avif", "webp", "jpeg")


@pytest.fixture(scope="module")
def image(cdn_stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Image:
    with Client(cdn_stack.url, cdn_stack.token) as client:
        return client.upload(sample(tmp_path_factory.mktemp("sample")))


@pytest.fixture
def page_url(image: Image, site: Site) -> str:
    assert image.on_demand is not None
    sets = {
        format_: ", ".join(
            f"{image.on_demand.url.replace('{operations}', f'w_{width}%2Cf_{format_}')} {width}w"
            for width in WIDTHS
        )
        for format_ in FORMATS
    }
    sources = "".join(
        f'<source type="image/{format_}" srcset="{escape(sets[format_])}" sizes="100vw">'
        for format_ in ("avif", "webp")
    )
    shown = f'<img srcset="{escape(sets["jpeg"])}" sizes="100vw" alt="" style="width: 100%">'
    head = '<!doctype html><meta name="viewport" content="width=device-width"><title>Page</title>'
    site.pages = {"/on-demand": f"{head}<picture>{sources}{shown}</picture>"}
    return f"{site.url}/on-demand"


@pytest.mark.parametrize(
    ("viewport", "ratio", "width"),
    [(300, 1, 320), (600, 1, 640), (900, 1, 960), (300, 2, 640), (600, 2, 1280), (900, 2, 1920)],
)
def test_the_smallest_file_that_is_enough_is_fetched_in_avif(
    browser: Browser, page_url: str, viewport: int, ratio: int, width: int
) -> None:
    with browser.new_context(
        viewport={"width": viewport, "height": 800}, device_scale_factor=ratio
    ) as context:
        page = context.new_page()
        responses: list[Response] = []
        page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - has no methods to patch
        page.goto(page_url)
        current = page.locator("img").evaluate("async image => (await image.decode(), image.currentSrc)")
        (file,) = (each for each in responses if each.headers.get("content-type", "").startswith("image/"))
        content_type, body = file.headers["content-type"], file.body()
    assert f"/w_{width}%2Cf_avif" in current
    assert content_type == "image/avif"
    with Pixels.open(io.BytesIO(body)) as pixels:
        assert (pixels.format, pixels.width) == ("AVIF", width)
