"""Overlays are part of the presets in the artifact bucket. Only the health check decodes them."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.bootstrap import darkroom
from tests.conftest import Aws
from tests.functional.conftest import App
from tests.unit.overlays import LOGO, presets_with_overlay, watermark

ARTIFACTS = "artifacts-of-overlay-tests"


@pytest.fixture(params=[watermark(300, 300)[:-40], watermark()], ids=["cut off", "valid"])
def status(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[int]:
    """Start the functions anew with an overlay; return the status to expect of the health check."""
    content: bytes = request.param
    s3, files = aws.clients.s3, {LOGO: base64.b64encode(content).decode()}
    s3.create_bucket(Bucket=ARTIFACTS)
    s3.put_bucket_versioning(Bucket=ARTIFACTS, VersioningConfiguration={"Status": "Enabled"})
    body = presets_with_overlay(tmp_path, content, files=files).read_bytes()
    stored = s3.put_object(Bucket=ARTIFACTS, Key="presets.json", Body=body)
    monkeypatch.setenv("ARTIFACT_BUCKET", ARTIFACTS)
    monkeypatch.setenv("PRESETS", "presets.json")
    monkeypatch.setenv("PRESETS_VERSION", stored["VersionId"])
    darkroom.cache_clear()
    yield 200 if content == watermark() else 500
    darkroom.cache_clear()


def test_the_health_check_finds_an_overlay_that_cannot_be_decoded(
    app: App, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.get("/presets").status_code == 200
    capsys.readouterr()
    assert app.get("/healthz").status_code == status
    reasons = [json.loads(line).get("reason") for line in capsys.readouterr().out.splitlines()]
    problem = 'presets.json: preset "marked", overlay.image: The overlay "logo.png" cannot be used'
    assert any(str(reason).startswith(problem) for reason in reasons) is (status == 500)
