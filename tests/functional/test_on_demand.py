"""Variants on demand through the app: rendered at the first request, then served without a rendering."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from PIL import Image

from chalicelib.bootstrap import darkroom
from chalicelib.domain.on_demand.signatures import sign
from chalicelib.models import FileRedirect, NamedPreset, Resize, VariantRequest
from tests.functional.conftest import App
from tests.functional.on_demand import KEY, OnDemand, running


@pytest.fixture
def on_demand(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnDemand]:
    with running(app, monkeypatch, PUBLIC_VARIANTS="true") as on_demand:
        yield on_demand


def fetched(url: str) -> Image.Image:
    response = requests.get(url, timeout=10)
    assert response.ok, response.text
    image = Image.open(io.BytesIO(response.content))
    image.load()
    return image


def test_an_address_leads_to_the_current_version_and_then_to_a_file(on_demand: OnDemand, png: bytes) -> None:
    image_id = on_demand.upload(png)
    start = f"/i/{image_id}/w_300"
    current = on_demand.get(start)
    assert (current.status_code, current.headers["Cache-Control"]) == (302, "public, max-age=60")
    address = urljoin(start, current.headers["Location"])
    assert address == f"/i/{image_id}/{on_demand.version(image_id)}/w_320"
    assert on_demand.renderings == []
    file = on_demand.get(address)
    assert (file.status_code, file.headers["Cache-Control"]) == (302, "public, max-age=60")
    assert file.headers["Vary"] == "Origin, Accept"
    image = fetched(file.headers["Location"])
    assert (image.format, image.size) == ("WEBP", (320, 240))
    assert len(on_demand.renderings) == 1


@pytest.mark.parametrize("stage", ["", "/prod"])
def test_relative_redirects_are_valid_below_a_stage(on_demand: OnDemand, png: bytes, stage: str) -> None:
    image_id = on_demand.upload(png)
    version = on_demand.version(image_id)
    for path in (f"/i/{image_id}/w_320", f"/i/{image_id}/{'0' * 12}/w_320", f"/i/{image_id}/w_320/"):
        location = on_demand.get(path).headers["Location"]
        # A browser resolves it against the URL of the request.
        assert urljoin(f"{stage}{path}", location) == f"{stage}/i/{image_id}/{version}/w_320"


def test_the_next_request_needs_no_write_and_no_rendering(on_demand: OnDemand, png: bytes) -> None:
    image_id = on_demand.upload(png)
    version = on_demand.version(image_id)
    address = f"/i/{image_id}/{version}/w_640"
    first = on_demand.get(address)
    on_demand.clear()
    again = on_demand.get(address)
    for response in (first, again):
        path = urlsplit(response.headers["Location"]).path
        assert path.endswith(f"/d/{image_id}/{version}/w_640.webp")
    assert on_demand.renderings == []
    assert on_demand.operations == ["GetItem", "HeadObject"]


def test_a_first_request_costs_three_conditional_writes_and_one_object(
    on_demand: OnDemand, png: bytes
) -> None:
    image_id = on_demand.upload(png)
    address = f"/i/{image_id}/{on_demand.version(image_id)}/w_640"
    on_demand.clear()
    on_demand.get(address)
    assert on_demand.operations == [
        *("GetItem", "HeadObject"),
        *("UpdateItem", "UpdateItem", "UpdateItem", "Invoke"),
        # The function, which is in this process.
        *("GetItem", "GetObject", "PutObject", "GetItem"),
    ]


def test_of_simultaneous_first_requests_one_renders_and_the_others_wait(
    on_demand: OnDemand, png: bytes
) -> None:
    image_id = on_demand.upload(png)
    operations = Resize(width=640, format="webp")
    request = VariantRequest(image_id=image_id, version=on_demand.version(image_id), operations=operations)
    delivery = darkroom().delivery
    with ThreadPoolExecutor(20) as pool:
        targets = list(pool.map(lambda _: delivery.by_address(request), range(20)))
    assert {type(each) for each in targets} == {FileRedirect}
    assert len(on_demand.renderings) == 1
    assert on_demand.operations.count("PutObject") == 1


def test_a_signed_address_can_have_any_size(on_demand: OnDemand, png: bytes) -> None:
    image_id = on_demand.upload(png)
    signature = sign(KEY, image_id, Resize(width=77, height=33, format="png"))
    path = f"/i/{image_id}/{on_demand.version(image_id)}/w_77,h_33,f_png?s={signature}"
    response = on_demand.get(path)
    assert response.headers["Vary"] == "Origin"
    image = fetched(response.headers["Location"])
    assert (image.format, image.size) == ("PNG", (77, 33))


def test_a_preset_is_rendered_at_its_first_request(on_demand: OnDemand, png: bytes) -> None:
    image_id = on_demand.upload(png)
    version = on_demand.version(image_id, NamedPreset(name="poster"))
    response = on_demand.get(f"/i/{image_id}/{version}/p_poster", accept="text/html")
    image = fetched(response.headers["Location"])
    assert (image.format, image.size) == ("PNG", (200, 150))


def test_an_owner_gets_any_size_of_a_private_image(
    app: App, monkeypatch: pytest.MonkeyPatch, png: bytes
) -> None:
    with running(app, monkeypatch) as private:
        image_id = private.upload(png)
        response = private.get(f"/images/{image_id}/render?w=77&f=jpeg", token=app.token)
        assert (response.status_code, response.headers["Cache-Control"]) == (302, "no-store")
        image = fetched(response.headers["Location"])
    assert (image.format, image.width) == ("JPEG", 77)


def test_without_a_token_an_owner_s_image_is_not_rendered(on_demand: OnDemand, png: bytes) -> None:
    image_id = on_demand.upload(png)
    assert on_demand.get(f"/images/{image_id}/render?w=77").status_code == 401
    assert (on_demand.renderings, on_demand.writes) == ([], [])


def test_a_crash_is_reported_and_not_repeated(on_demand: OnDemand, png: bytes) -> None:
    image_id = on_demand.upload(png)
    on_demand.crashes = True
    for _ in range(3):
        response = on_demand.get(f"/i/{image_id}/{on_demand.version(image_id)}/w_640")
        assert (response.status_code, json.loads(response.body)["code"]) == (422, "not_renderable")
        assert response.headers["Cache-Control"] == "no-store"
    assert len(on_demand.renderings) == 1


def test_beyond_the_limit_per_image_callers_have_to_wait(
    app: App, monkeypatch: pytest.MonkeyPatch, png: bytes
) -> None:
    with running(app, monkeypatch, PUBLIC_VARIANTS="true", RENDERINGS_PER_IMAGE="1") as limited:
        image_id = limited.upload(png)
        base = f"/i/{image_id}/{limited.version(image_id)}"
        assert limited.get(f"{base}/w_320").status_code == 302
        response = limited.get(f"{base}/w_640")
        assert (response.status_code, json.loads(response.body)["code"]) == (429, "quota_exceeded")
        assert 0 < int(response.headers["Retry-After"]) <= 86_401
        assert len(limited.renderings) == 1
