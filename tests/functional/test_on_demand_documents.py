"""The URLs of variants on demand in the responses of the API."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.bootstrap import darkroom
from tests.conftest import Aws
from tests.functional.conftest import App

ARTIFACTS = "artifacts-of-on-demand-documents"
CDN = "https://cdn.example"
ANOTHER_CDN = {"PUBLIC_BASE_URL": CDN, "DISTRIBUTION_ID": "", "INVALIDATIONS_QUEUE": ""}
CARD = {"name": "card", "width": 40, "height": 30, "fit": "cover", "format": "webp", "when": "on_demand"}
PRESETS = {
    "presets": [{"name": "small", "width": 100, "formats": ["webp", "jpeg"]}, CARD],
    "default": ["small"],
    "on_demand": {"widths": [200, 800], "formats": ["webp", "jpeg"]},
}


@pytest.fixture(scope="module")
def bucket(aws: Aws) -> str:
    aws.clients.s3.create_bucket(Bucket=ARTIFACTS)
    aws.clients.s3.put_bucket_versioning(Bucket=ARTIFACTS, VersioningConfiguration={"Status": "Enabled"})
    return ARTIFACTS


@pytest.fixture
def deploy(app: App, bucket: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Start the functions anew with a presets file and settings."""

    def start(presets: object = PRESETS, **settings: str) -> None:
        text = json.dumps(presets).encode()
        version = app.aws.clients.s3.put_object(Bucket=bucket, Key="presets.json", Body=text)["VersionId"]
        variables = {"ARTIFACT_BUCKET": bucket, "PRESETS": "presets.json", "PRESETS_VERSION": version}
        for name, value in {**variables, **settings}.items():
            monkeypatch.setenv(name, value)
        darkroom.cache_clear()

    yield start
    darkroom.cache_clear()


def ready(app: App, png: bytes) -> str:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    return image_id


def template(base: str, document: dict[str, Any]) -> str:
    return f"{base}/i/{document['id']}/{document['version']}/{{operations}}"


def test_with_a_cdn_every_response_has_its_urls(app: App, deploy: Any, png: bytes) -> None:
    deploy(PUBLIC_BASE_URL=f"{CDN}/")
    image_id = ready(app, png)
    listed = app.get("/images?limit=1").json_body["images"]
    patch = json.dumps({"metadata": {"alt": "A gradient"}}).encode()
    changed = app.call("PATCH", f"/images/{image_id}", patch, {"Content-Type": "application/json"})
    again = app.post(f"/images/{image_id}/reprocess", {})
    for document in (app.get(f"/images/{image_id}").json_body, *listed, changed.json_body, again.json_body):
        assert document["on_demand"]["url"] == template(CDN, document)
        (card,) = document["on_demand"]["presets"]
        assert card["name"] == "card"
        assert card["url"].startswith(f"{CDN}/i/{image_id}/")


def test_sources_end_at_the_image_s_own_width(app: App, deploy: Any, png: bytes) -> None:
    deploy(PUBLIC_BASE_URL=CDN)
    document = app.get(f"/images/{ready(app, png)}").json_body
    base = template(CDN, document).removesuffix("{operations}")
    webp, jpeg = document["sources"]
    small, *larger = webp["srcset"].split(", ")
    assert (small.rpartition(" ")[2], webp["width"], webp["height"]) == ("100w", 640, 480)
    assert larger == [f"{base}w_200%2Cf_webp 200w", f"{base}w_800%2Cf_webp 640w"]
    assert [entry.rpartition(" ")[2] for entry in jpeg["srcset"].split(", ")] == ["100w", "200w", "640w"]


def test_without_a_cdn_public_variants_are_at_the_api(app: App, deploy: Any, png: bytes) -> None:
    deploy(PUBLIC_VARIANTS="true")
    image_id = ready(app, png)
    document = app.call("GET", f"/images/{image_id}", headers={"Host": "api.example:8000"}).json_body
    assert document["on_demand"]["url"] == template("http://api.example:8000", document)


def test_a_cdn_that_does_not_ask_the_api_for_files_has_none(app: App, deploy: Any, png: bytes) -> None:
    deploy(**ANOTHER_CDN)
    image_id = ready(app, png)
    document = app.call("GET", f"/images/{image_id}", headers={"Host": "api.example:8000"}).json_body
    assert document["on_demand"]["url"] == template("http://api.example:8000", document)


def test_private_images_have_none(app: App, deploy: Any, png: bytes) -> None:
    deploy()
    document = app.get(f"/images/{ready(app, png)}").json_body
    assert document["on_demand"] is None
    assert "/i/" not in document["html"]


def test_without_a_policy_there_are_none(app: App, deploy: Any, png: bytes) -> None:
    deploy({"presets": [{"name": "small", "width": 100}], "default": ["small"]}, PUBLIC_BASE_URL=CDN)
    assert app.get(f"/images/{ready(app, png)}").json_body["on_demand"] is None


@pytest.mark.usefixtures("stopped_clock")
def test_a_new_policy_changes_the_etag(app: App, deploy: Any, png: bytes) -> None:
    deploy(PUBLIC_BASE_URL=CDN)
    image_id = ready(app, png)
    first = app.get(f"/images/{image_id}").headers["ETag"]
    assert app.call("GET", f"/images/{image_id}", headers={"If-None-Match": first}).status_code == 304
    deploy({**PRESETS, "on_demand": {"widths": [300]}}, PUBLIC_BASE_URL=CDN)
    changed = app.call("GET", f"/images/{image_id}", headers={"If-None-Match": first})
    assert changed.status_code == 200
    assert " 300w" in changed.json_body["srcset"]


def test_the_presets_show_the_policy(app: App, deploy: Any) -> None:
    deploy(PUBLIC_BASE_URL=CDN)
    document = app.get("/presets").json_body
    assert [preset["when"] for preset in document["presets"]] == ["upload", "on_demand"]
    assert document["on_demand"]["widths"] == [200, 800]


def test_with_invalid_presets_images_can_still_be_viewed(app: App, deploy: Any, png: bytes) -> None:
    deploy(PUBLIC_BASE_URL=CDN)
    image_id = ready(app, png)
    deploy({"presets": []}, PUBLIC_BASE_URL=CDN)
    document = app.get(f"/images/{image_id}").json_body
    assert document["on_demand"] is None
    assert document["variants"]
