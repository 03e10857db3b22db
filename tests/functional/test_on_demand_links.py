"""The URLs in documents, and those that the client builds from them, lead to the files that they promise."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
import pytest
import requests
from darkroom import Image as ClientImage
from darkroom import UrlBuilder
from PIL import Image

from tests.functional.conftest import App
from tests.functional.on_demand import KEY, OnDemand, running

SIGNED = UrlBuilder(f"{KEY.id}:{KEY.secret}")
Size = tuple[int, int]


@pytest.fixture
def on_demand(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnDemand]:
    with running(app, monkeypatch, PUBLIC_VARIANTS="true") as on_demand:
        yield on_demand


@pytest.fixture
def document(app: App, on_demand: OnDemand, png: bytes) -> dict[str, Any]:
    """The document of an image of 640 x 480 pixels."""
    response = app.call("GET", f"/images/{on_demand.upload(png)}", headers={"Host": "api.example"})
    document: dict[str, Any] = response.json_body
    return document


@pytest.fixture
def image(document: dict[str, Any]) -> ClientImage:
    return msgspec.convert(document, ClientImage, strict=False)


def shown(on_demand: OnDemand, url: str) -> tuple[str, Size]:
    """Return the media type and the size of the file that a URL leads to."""
    while urlsplit(url).netloc == "api.example":
        response = on_demand.get(url.removeprefix("http://api.example"))
        assert response.status_code == 302, response.body
        url = urljoin(url, response.headers["Location"])
    file = requests.get(url, timeout=10)
    assert file.ok, file.text
    return file.headers["Content-Type"], Image.open(io.BytesIO(file.content)).size


def test_each_file_in_a_srcset_has_the_type_and_width_that_it_states(
    on_demand: OnDemand, document: dict[str, Any]
) -> None:
    checked = 0
    for source in document["sources"]:
        for url, width in re.findall(r"(\S+) (\d+)w", source["srcset"]):
            content_type, size = shown(on_demand, url)
            assert (content_type, size[0]) == (source["type"], int(width))
            checked += "/i/" in url
        assert shown(on_demand, source["src"])[1] == (source["width"], source["height"])
    assert checked == 3


def test_each_preset_has_a_url_that_leads_to_its_file(on_demand: OnDemand, image: ClientImage) -> None:
    assert image.on_demand is not None
    assert image.on_demand.presets
    for preset in image.on_demand.presets:
        assert on_demand.get(urlsplit(preset.url).path).status_code == 302
        assert SIGNED.url(image, preset=preset.name) == preset.url


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"width": 77}, (77, 58)),
        ({"width": 77, "height": 33}, (77, 33)),
        ({"width": 77, "height": 33, "fit": "inside"}, (44, 33)),
        ({"width": 77, "height": 33, "position": (0.123, 1), "quality": 33, "format": "png"}, (77, 33)),
        ({"width": 5000}, (640, 480)),
    ],
)
def test_a_url_that_the_client_signs_leads_to_a_file_of_this_size(
    on_demand: OnDemand, image: ClientImage, options: Any, expected: Size
) -> None:
    assert shown(on_demand, SIGNED.url(image, **options))[1] == expected


def test_a_srcset_of_the_client_leads_to_files_of_these_widths(
    on_demand: OnDemand, image: ClientImage
) -> None:
    srcset = SIGNED.srcset(image, [50, 70, 5000], format="webp")
    sizes = {int(width): shown(on_demand, url)[1][0] for url, width in re.findall(r"(\S+) (\d+)w", srcset)}
    assert sizes == {50: 50, 70: 70, 640: 640}
