"""Functions take presets with prefixes and overlays from the artifact bucket."""

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import pyvips
from PIL import Image

from chalicelib.bootstrap import darkroom
from tests.conftest import PREFIX, Aws
from tests.functional.conftest import App
from tests.unit.overlays import LOGO, presets_with_overlay, watermark

ARTIFACTS = "artifacts-of-overlay-tests"
WHITE = [255, 255, 255]

Start = Callable[..., None]


@pytest.fixture
def start(aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the functions anew with an overlay and other fields of the file."""
    s3 = aws.clients.s3
    s3.create_bucket(Bucket=ARTIFACTS)
    s3.put_bucket_versioning(Bucket=ARTIFACTS, VersioningConfiguration={"Status": "Enabled"})
    monkeypatch.setenv("ARTIFACT_BUCKET", ARTIFACTS)
    monkeypatch.setenv("PRESETS", "presets.json")

    def start(overlay: bytes, **fields: object) -> None:
        files = {LOGO: base64.b64encode(overlay).decode()}
        body = presets_with_overlay(tmp_path, overlay, files=files, **fields).read_bytes()
        stored = s3.put_object(Bucket=ARTIFACTS, Key="presets.json", Body=body)
        monkeypatch.setenv("PRESETS_VERSION", stored["VersionId"])
        darkroom.cache_clear()

    yield start
    darkroom.cache_clear()


@pytest.mark.parametrize(("overlay", "status"), [(watermark(300, 300)[:-40], 500), (watermark(), 200)])
def test_the_health_check_finds_an_overlay_that_cannot_be_decoded(
    app: App, start: Start, capsys: pytest.CaptureFixture[str], overlay: bytes, status: int
) -> None:
    start(overlay)
    assert app.get("/presets").status_code == 200
    capsys.readouterr()
    assert app.get("/healthz").status_code == status
    reasons = [json.loads(line).get("reason") for line in capsys.readouterr().out.splitlines()]
    problem = 'presets.json: preset "marked", overlay.image: The overlay "logo.png" cannot be used'
    assert any(str(reason).startswith(problem) for reason in reasons) is (status == 500)


def test_only_images_in_the_folder_of_a_prefix_get_the_watermark(app: App, aws: Aws, start: Start) -> None:
    overlay = {"image": LOGO, "margin": 1}
    presets = [{"name": "plain", "width": 40}, {"name": "marked", "width": 40, "overlay": overlay}]
    folder = f"{PREFIX}{uuid.uuid4().hex}/"
    start(watermark(), presets=presets, default=["plain"], prefixes={f"{folder}marked/": ["marked"]})
    white = BytesIO()
    Image.new("RGB", (40, 40), "white").save(white, "PNG")
    found = {}
    for key in (f"{folder}cat.png", f"{folder}marked/cat.png"):
        app.deliver(app.put(key, white.getvalue()))
        image = darkroom().records.find(key)
        assert image is not None
        [variant] = image.variants
        body = aws.clients.s3.get_object(Bucket=aws.resources.dest_bucket, Key=variant.key)["Body"].read()
        drawn = pyvips.Image.new_from_buffer(body, "")
        found[variant.name] = [drawn(x, y)[:3] for x, y in ((0, 0), (37, 38))]
    assert found["plain"] == [WHITE, WHITE]
    assert found["marked"][0] == WHITE
    # Half of the overlay's color and half of the white.
    assert found["marked"][1] == pytest.approx([132, 127, 127], abs=1)
