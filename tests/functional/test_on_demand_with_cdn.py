"""Variants on demand through the app behind a CDN, which the callers are sent back to."""

import json
from collections.abc import Iterator

import pytest

from chalicelib.domain.on_demand.signatures import sign
from chalicelib.models import Resize
from tests.functional.conftest import App
from tests.functional.on_demand import KEY, OnDemand, running

CDN = "https://cdn.example"
ANOTHER_CDN = {"PUBLIC_BASE_URL": CDN, "DISTRIBUTION_ID": "", "INVALIDATIONS_QUEUE": ""}


@pytest.fixture
def behind_cdn(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnDemand]:
    with running(app, monkeypatch, PUBLIC_BASE_URL=CDN) as on_demand:
        yield on_demand


def test_a_cdn_s_caller_is_sent_back_to_it(behind_cdn: OnDemand, png: bytes) -> None:
    image_id = behind_cdn.upload(png)
    version = behind_cdn.version(image_id)
    for count, redirects in enumerate(["", "?n=1"], start=1):
        response = behind_cdn.get(f"/d/{image_id}/{version}/w_640.webp{redirects}")
        assert response.headers["Location"] == f"{CDN}/i/{image_id}/{version}/w_640,f_webp?n={count}"
        assert (response.status_code, response.headers["Cache-Control"]) == (302, "no-store")
    assert len(behind_cdn.renderings) == 1


def test_a_cdn_that_cannot_read_the_bucket_leads_to_no_endless_redirect(
    behind_cdn: OnDemand, png: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    image_id = behind_cdn.upload(png)
    file = f"d/{image_id}/{behind_cdn.version(image_id)}/w_640.webp"
    behind_cdn.get(f"/{file}")
    capsys.readouterr()
    response = behind_cdn.get(f"/{file}?n=2")
    assert (response.status_code, response.headers["Cache-Control"]) == (503, "no-store")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert f"The CDN does not find {file}, which is there" in {line.get("reason") for line in lines}


def test_behind_a_cdn_an_owner_gets_a_signed_address(behind_cdn: OnDemand, png: bytes) -> None:
    image_id = behind_cdn.upload(png)
    signature = sign(KEY, image_id, Resize(width=77))
    response = behind_cdn.get(f"/images/{image_id}/render?w=77", token=behind_cdn.app.token)
    base = f"{CDN}/i/{image_id}/{behind_cdn.version(image_id)}"
    assert response.headers["Location"] == f"{base}/w_77?s={signature}"
    assert behind_cdn.renderings == []


def test_without_a_cdn_that_asks_the_api_callers_are_sent_to_the_file(
    app: App, monkeypatch: pytest.MonkeyPatch, png: bytes
) -> None:
    with running(app, monkeypatch, **ANOTHER_CDN) as on_demand:
        image_id = on_demand.upload(png)
        version = on_demand.version(image_id)
        response = on_demand.get(f"/i/{image_id}/{version}/w_640")
        assert response.headers["Location"] == f"{CDN}/d/{image_id}/{version}/w_640.webp"
        assert response.status_code == 302
