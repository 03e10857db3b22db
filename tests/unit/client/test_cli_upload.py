import json
import shutil
from pathlib import Path

import pytest
from darkroom.cli import main
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.documents import URL
from tests.unit.client.service import RENDERED, Service

Capture = pytest.CaptureFixture[str]


def test_upload_prints_the_picture_and_its_variants(
    at_service: Service, picture: Path, capsys: Capture
) -> None:
    assert main(["upload", str(picture)]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{picture}  ready  id1  400x300  4 bytes",
        f"  300x300  300x225  5 bytes  {at_service.url}/files/id1",
    ]
    assert err == ""


def test_upload_saves_the_variants_when_told_where(
    at_service: Service, picture: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["upload", str(picture), "--out", str(tmp_path / "out"), "--json"]) == 0

    outcome = json.loads(capsys.readouterr().out)
    assert Path(outcome["files"]["300x300"]).read_bytes() == RENDERED
    assert (outcome["input"], outcome["image"]["id"], outcome["error"]) == (str(picture), "id1", None)
    assert len(at_service.uploads) == 1


def test_a_picture_whose_variants_cannot_be_saved_is_reported_with_its_id(
    at_service: Service, picture: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = str(tmp_path / "out")
    assert main(["upload", str(picture), "--out", out]) == 0
    capsys.readouterr()

    assert main(["upload", str(picture), "--out", out, "--json"]) == 1

    printed = capsys.readouterr()
    outcome = json.loads(printed.out)
    assert outcome["error"]["code"] == "FileExistsError"
    assert (outcome["image"]["status"], outcome["files"]) == ("ready", {})
    assert len(at_service.uploads) == 2
    assert f"darkroom download {outcome['image']['id']} --out FOLDER" in " ".join(printed.err.split())


def test_upload_does_not_wait_when_told_so(at_service: Service, picture: Path, capsys: Capture) -> None:
    at_service.outcome = "processing"

    assert main(["upload", "--no-wait", "--json", str(picture)]) == 0
    assert json.loads(capsys.readouterr().out)["image"]["status"] == "processing"


def test_upload_goes_on_after_a_picture_that_fails(
    at_service: Service, picture: Path, tmp_path: Path, capsys: Capture
) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()

    paths = [str(tmp_path / "missing.jpg"), str(empty), str(picture)]
    assert main(["upload", "--workers", "1", *paths]) == 1

    out, err = capsys.readouterr()
    missing, unusable = err.replace("\n", " ").split("darkroom: ")[1:]
    assert missing.startswith(f"{tmp_path}/missing.jpg: No such file or directory")
    assert unusable.strip() == f"{empty}: empty.jpg is empty"
    assert out.startswith(f"{picture}  ready")
    assert len(at_service.uploads) == 1


def test_a_picture_that_cannot_be_processed_is_reported_with_its_reason(
    at_service: Service, picture: Path, capsys: Capture
) -> None:
    at_service.outcome = "failed"

    assert main(["upload", "--json", str(picture)]) == 1

    out, err = capsys.readouterr()
    outcome = json.loads(out)
    assert outcome["image"]["status"] == "failed"
    assert outcome["error"] == {"code": "unsupported_format", "detail": "Not a picture"}
    assert "failed: Not a picture (unsupported_format)" in " ".join(err.split())
    assert "is failed" not in err


def test_a_picture_that_takes_too_long_has_an_exit_code_of_its_own(
    at_service: Service, picture: Path, capsys: Capture
) -> None:
    at_service.outcome = "processing"

    assert main(["upload", "--timeout", "0", str(picture)]) == 5
    assert "still processing" in capsys.readouterr().err


def test_a_service_that_is_not_running_stops_the_upload_at_once(
    web: RequestsMock, picture: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    paths = [str(picture.with_stem(name)) for name in ("a", "b", "c")]
    for path in paths:
        shutil.copy(picture, path)
    monkeypatch.setenv("DARKROOM_URL", URL)
    web.post(f"{URL}/images", status=503, headers={"Retry-After": "3600"})
    web.post(f"{URL}/images", body="<html>")

    assert main(["upload", "--workers", "1", *paths]) == 3
    assert "stopped; not tried: 1 more" in capsys.readouterr().err


def test_variants_are_a_list_with_commas(web: RequestsMock, picture: Path, capsys: Capture) -> None:
    web.post(f"{URL}/images", status=400, json=documents.problem(400, "unknown_preset"))

    assert main(["upload", "--url", URL, "--variants", "a, b,", str(picture)]) == 4
    assert json.loads(web.calls[0].request.body or "")["variants"] == ["a", "b"]
    assert "unknown_preset" in capsys.readouterr().err


def test_a_file_without_an_extension_can_be_uploaded_by_its_type(web: RequestsMock, picture: Path) -> None:
    web.post(f"{URL}/images", status=400, json=documents.problem(400, "odd"))

    assert main(["upload", "--url", URL, "--content-type", "image/jpeg", str(picture)]) == 4
    assert json.loads(web.calls[0].request.body or "")["content_type"] == "image/jpeg"


def test_the_point_that_crops_keep_is_sent(web: RequestsMock, picture: Path) -> None:
    web.post(f"{URL}/images", status=400, json=documents.problem(400, "odd"))

    assert main(["upload", "--url", URL, "--focus", "0.5,.25", str(picture)]) == 4
    assert json.loads(web.calls[0].request.body or "")["focus"] == {"x": 0.5, "y": 0.25}
