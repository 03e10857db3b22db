"""A preset that is added later reaches images that exist, whose old URLs stay alive."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from darkroom import Client, ConnectionFailed, Image, UnavailableError
from PIL import Image as Pixels
from playwright.sync_api import Browser, Page

from tests.browser.browser import TIMEOUT_MS, launched
from tests.browser.site import Site
from tests.e2e.conftest import RunningStack, copy_project, started_stack

pytestmark = pytest.mark.timeout(180)

TIMEOUT_SECONDS = 60
COLOR = (200, 40, 40)
PRESET = {"name": "page", "width": 320, "formats": ["avif", "webp", "jpeg"]}


@dataclass(frozen=True)
class Story:
    """An image before and after the backfill."""

    stack: RunningStack
    before: Image
    after: Image


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def story(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Upload an image, add a preset, and run the backfill."""
    state = tmp_path_factory.mktemp("stack")
    settings = {"PUBLIC_VARIANTS": "true"}
    with (
        started_stack(state, "--no-events", settings=settings, project=project) as stack,
        Client(stack.url, stack.token) as client,
    ):
        before = client.upload(jpeg(state / "red.jpg"), metadata={"alt": '"Red" <b>'})
        add_preset(project / "chalicelib" / "presets.json", client)
        backfill(stack, project)
        yield Story(stack, before, client.wait(before.id, TIMEOUT_SECONDS))


def jpeg(file: Path) -> Path:
    Pixels.new("RGB", (640, 480), COLOR).save(file)
    return file


def add_preset(file: Path, client: Client) -> None:
    presets = json.loads(file.read_bytes())
    presets["presets"].append(PRESET)
    file.write_text(json.dumps(presets), "utf-8")
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while PRESET["name"] not in names_of_presets(client):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def names_of_presets(client: Client) -> set[str]:
    try:
        return {preset.name for preset in client.presets().presets}
    except (ConnectionFailed, UnavailableError):  # the API is reloading
        return set()


def backfill(stack: RunningStack, project: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    command = [sys.executable, "-m", "ops", "backfill", "--add", str(PRESET["name"])]
    done = subprocess.run(
        command, cwd=project, env={**own, **stack.environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 sent" in done.stdout


def is_red(content: bytes) -> bool:
    with Pixels.open(io.BytesIO(content)) as image:
        pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return all(abs(found - expected) < 12 for found, expected in zip(pixel, COLOR, strict=True))


def test_the_image_gains_the_preset_in_all_its_formats(story: Story) -> None:
    assert {variant.name for variant in story.before.variants} == {"300x300"}
    types = {(variant.name, variant.content_type) for variant in story.after.variants}
    formats = {("page", f"image/{name}") for name in ("avif", "webp", "jpeg")}
    assert types == {("300x300", "image/jpeg"), *formats}
    assert story.after.version == story.before.version
    assert [source.type for source in story.after.sources] == ["image/avif", "image/webp", "image/jpeg"]
    assert story.after.variant("page").content_type == "image/jpeg"


def test_the_old_url_still_leads_to_the_image(story: Story) -> None:
    old, new = story.before.variant("300x300").url, story.after.variant("300x300").url
    assert urlsplit(old).path != urlsplit(new).path
    kept = requests.get(old, timeout=10)
    assert (kept.status_code, is_red(kept.content)) == (200, True)
    # What a CDN asks the API for once the bucket no longer has the file.
    path = urlsplit(old).path.partition("/v/")[2]
    response = requests.get(f"{story.stack.url}/v/{path}", timeout=10)
    assert [each.status_code for each in response.history] == [302]
    assert urlsplit(response.url).path == urlsplit(new).path
    assert is_red(response.content)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("page", "image/jpeg"),
        ("page.jpg", "image/jpeg"),
        ("page.webp", "image/webp"),
        ("page.avif", "image/avif"),
    ],
)
def test_the_permanent_url_of_a_variant_can_name_its_format(
    story: Story, name: str, content_type: str
) -> None:
    url = f"{story.stack.url}/images/{story.after.id}/variants/{name}"
    response = requests.get(url, timeout=10)
    assert response.headers["Content-Type"] == content_type


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, story: Story) -> Iterator[Page]:
    """A page that contains nothing but the service's HTML."""
    context = browser.new_context(viewport={"width": 320, "height": 240})
    with Site() as site:
        site.pages["/"] = f"<!doctype html><title>An image</title>{story.after.document['html']}"
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.goto(site.url, wait_until="commit")
        yield page
    context.close()


@pytest.mark.parametrize(
    ("disabled", "extension"), [([], "avif"), (["avif"], "webp"), (["avif", "webp"], "jpg")]
)
def test_chromium_shows_the_best_format_that_it_can_display(
    page: Page, disabled: Sequence[str], extension: str
) -> None:
    """As with the option in its developer tools, it then ignores sources of these types."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setDisabledImageTypes", {"imageTypes": list(disabled)})
    page.reload()
    image = page.get_by_role("img", name='"Red" <b>')
    image.evaluate("image => image.decode()")
    chosen = urlsplit(image.evaluate("image => image.currentSrc")).path
    assert chosen.endswith(f"/page.{extension}")
    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [320, 240]
    assert is_red(image.screenshot())
