import json
import shutil
from pathlib import Path

import pytest
from darkroom.cli import main

from tests.unit.client import payloads
from tests.unit.client.fake_service import RENDERED, FakeService
from tests.unit.client.payloads import FORM_URL, URL
from tests.unit.client.web import Web

Capture = pytest.CaptureFixture[str]


def test_upload_prints_the_image_and_its_variants(
    configured_service: FakeService, image_file: Path, capsys: Capture
) -> None:
    assert main(["upload", str(image_file)]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{image_file}  ready  id1  400x300  4 bytes",
        f"  300x300  300x225  5 bytes  {configured_service.url}/files/id1",
    ]
    assert err == ""


def test_upload_saves_the_variants_to_out(
    configured_service: FakeService, image_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["upload", str(image_file), "--out", str(tmp_path / "out"), "--json"]) == 0

    outcome = json.loads(capsys.readouterr().out)
    assert Path(outcome["files"]["300x300"]).read_bytes() == RENDERED
    assert (outcome["input"], outcome["image"]["id"], outcome["error"]) == (str(image_file), "id1", None)
    assert len(configured_service.uploads) == 1


def test_reports_the_id_when_variants_cannot_be_saved(
    configured_service: FakeService, image_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = str(tmp_path / "out")
    assert main(["upload", str(image_file), "--out", out]) == 0
    capsys.readouterr()

    assert main(["upload", str(image_file), "--out", out, "--json"]) == 1

    printed = capsys.readouterr()
    outcome = json.loads(printed.out)
    assert outcome["error"]["code"] == "FileExistsError"
    assert (outcome["image"]["status"], outcome["files"]) == ("ready", {})
    assert len(configured_service.uploads) == 2
    assert f"darkroom download {outcome['image']['id']} --out DIR" in " ".join(printed.err.split())


def test_upload_looks_at_the_image_once_when_it_is_expected_to_be_ready(web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created(), headers={"Retry-After": "0"})
    web.post(FORM_URL, status=201)
    web.get(payloads.status_url(), json=payloads.image())
    assert main(["upload", "--url", URL, str(image_file)]) == 0


def test_no_wait_returns_right_after_the_upload(
    configured_service: FakeService, image_file: Path, capsys: Capture
) -> None:
    configured_service.outcome = "processing"

    assert main(["upload", "--no-wait", "--json", str(image_file)]) == 0
    assert json.loads(capsys.readouterr().out)["image"]["status"] == "processing"


def test_upload_continues_after_a_failed_file(
    configured_service: FakeService, image_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()

    paths = [str(tmp_path / "missing.jpg"), str(empty), str(image_file)]
    assert main(["upload", "--workers", "1", *paths]) == 1

    out, err = capsys.readouterr()
    missing, unusable = err.replace("\n", " ").split("darkroom: ")[1:]
    assert missing.startswith(f"{tmp_path}/missing.jpg: No such file or directory")
    assert unusable.strip() == f"{empty} is empty."
    assert out.startswith(f"{image_file}  ready")
    assert len(configured_service.uploads) == 1


def test_reports_why_an_image_failed(
    configured_service: FakeService, image_file: Path, capsys: Capture
) -> None:
    configured_service.outcome = "failed"

    assert main(["upload", "--json", str(image_file)]) == 1

    out, err = capsys.readouterr()
    outcome = json.loads(out)
    assert outcome["image"]["status"] == "failed"
    assert outcome["error"] == {"code": "unsupported_format", "detail": "Not an image"}
    assert "failed (unsupported_format): Not an image" in " ".join(err.split())
    assert "is failed" not in err


def test_timeout_exits_with_5(configured_service: FakeService, image_file: Path, capsys: Capture) -> None:
    configured_service.outcome = "processing"

    assert main(["upload", "--timeout", "0", str(image_file)]) == 5
    assert "still processing" in capsys.readouterr().err


def test_stops_early_when_every_upload_would_fail(
    web: Web, image_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    paths = [str(image_file.with_stem(name)) for name in ("a", "b", "c")]
    for path in paths:
        shutil.copy(image_file, path)
    monkeypatch.setenv("DARKROOM_URL", URL)
    web.post(f"{URL}/images", status=503, headers={"Retry-After": "3600"})
    web.post(f"{URL}/images", body="<html>")

    assert main(["upload", "--workers", "1", *paths]) == 3
    assert "Stopped early. Not tried: 1." in capsys.readouterr().err


def test_splits_variants_at_commas(web: Web, image_file: Path, capsys: Capture) -> None:
    web.post(f"{URL}/images", status=400, json=payloads.problem(400, "unknown_preset"))

    assert main(["upload", "--url", URL, "--variants", "a, b,", str(image_file)]) == 4
    assert web.calls[0].json["variants"] == ["a", "b"]
    assert "unknown_preset" in capsys.readouterr().err


def test_sends_the_content_type(web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=400, json=payloads.problem(400, "odd"))

    assert main(["upload", "--url", URL, "--content-type", "image/jpeg", str(image_file)]) == 4
    assert web.calls[0].json["content_type"] == "image/jpeg"


def test_sends_the_focus_point(web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=400, json=payloads.problem(400, "odd"))

    assert main(["upload", "--url", URL, "--focus", "0.5,.25", str(image_file)]) == 4
    assert web.calls[0].json["focus"] == {"x": 0.5, "y": 0.25}
