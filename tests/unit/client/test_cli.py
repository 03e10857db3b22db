import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from darkroom.cli import main
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.documents import URL
from tests.unit.client.service import RENDERED, Service

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DARKROOM_URL", raising=False)
    monkeypatch.delenv("DARKROOM_TOKEN", raising=False)


@pytest.fixture
def at_service(live_service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setenv("DARKROOM_URL", live_service.url)
    return live_service


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


def test_upload_does_not_wait_when_told_so(at_service: Service, picture: Path, capsys: Capture) -> None:
    at_service.outcome = "processing"

    assert main(["upload", "--no-wait", "--json", str(picture)]) == 0
    assert json.loads(capsys.readouterr().out)["image"]["status"] == "processing"


def test_upload_goes_on_after_a_picture_that_fails(
    at_service: Service, picture: Path, tmp_path: Path, capsys: Capture
) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()

    assert main(["upload", str(tmp_path / "missing.jpg"), str(empty), str(picture)]) == 1

    out, err = capsys.readouterr()
    assert "missing.jpg: No such file or directory" in err
    assert "empty.jpg is empty" in err
    assert out.startswith(f"{picture}  ready")
    assert len(at_service.uploads) == 1


def test_a_picture_that_cannot_be_processed_is_reported_with_its_reason(
    at_service: Service, picture: Path, capsys: Capture
) -> None:
    at_service.outcome = "failed"

    assert main(["upload", "--json", str(picture)]) == 1

    out, err = capsys.readouterr()
    outcome = json.loads(out)
    assert (outcome["image"]["status"], outcome["error"]["code"]) == ("failed", "unsupported_format")
    assert "Not a picture (unsupported_format)" in err


def test_a_picture_that_takes_too_long_has_an_exit_code_of_its_own(
    at_service: Service, picture: Path, capsys: Capture
) -> None:
    at_service.outcome = "processing"

    assert main(["upload", "--timeout", "0", str(picture)]) == 5
    assert "still processing" in capsys.readouterr().err


def test_a_service_that_is_not_running_stops_the_upload_at_once(
    web: RequestsMock, picture: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("DARKROOM_URL", URL)
    web.post(f"{URL}/images", status=503, headers={"Retry-After": "3600"})
    web.post(f"{URL}/images", body="<html>")

    assert main(["upload", str(picture), str(picture), str(picture)]) == 3
    assert "stopped; not tried: 1 more" in capsys.readouterr().err


def test_nobody_listening_is_told_with_what_to_do(picture: Path, unused_port: int, capsys: Capture) -> None:
    assert main(["upload", "--url", f"http://127.0.0.1:{unused_port}", str(picture)]) == 3

    err = " ".join(capsys.readouterr().err.split())
    assert f"http://127.0.0.1:{unused_port}: cannot connect. Is the service running?" in err
    assert "DARKROOM_URL" in err


def test_a_missing_token_is_told_with_what_to_do(at_service: Service, capsys: Capture) -> None:
    at_service.token = "t0ken"  # noqa: S105 - the fake service's

    assert main(["get", "id1"]) == 4
    assert "DARKROOM_TOKEN" in capsys.readouterr().err


def test_the_token_is_taken_from_the_environment_or_the_command_line(
    at_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_service.token = "t0ken"  # noqa: S105 - the fake service's

    assert main(["list", "--token", "t0ken"]) == 0
    monkeypatch.setenv("DARKROOM_TOKEN", "t0ken")
    assert main(["list"]) == 0
    assert main(["--token", "wrong", "list"]) == 4


def test_get_prints_one_picture(at_service: Service, capsys: Capture) -> None:
    at_service.images["id1"] = documents.image()

    assert main(["get", "id1", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert (shown["id"], shown["created_at"]) == ("id1", "2026-01-02T03:04:05Z")
    assert shown["variants"] == documents.image()["variants"]


def test_an_unknown_picture_is_refused(at_service: Service, capsys: Capture) -> None:
    assert at_service.images == {}
    assert main(["get", "nobody"]) == 4
    assert "image_not_found" in capsys.readouterr().err


def test_list_prints_a_line_of_columns_for_each_picture(at_service: Service, capsys: Capture) -> None:
    at_service.images = {"a": documents.image("a"), "b": documents.image("b", "pending", size=None)}

    assert main(["list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "b pending 2026-01-02T03:04:05Z - cat.jpg",
        "a ready 2026-01-02T03:04:05Z 4 cat.jpg",
    ]


def test_list_prints_a_document_per_line_for_scripts(at_service: Service, capsys: Capture) -> None:
    at_service.images = {"a": documents.image("a"), "b": documents.image("b")}

    assert main(["--json", "list", "--limit", "1"]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["b"]


def test_download_saves_into_the_working_directory(
    at_service: Service, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    main(["upload", str(picture)])
    monkeypatch.chdir(tmp_path)

    assert main(["download", "id1"]) == 0
    assert (tmp_path / "cat-300x300.jpg").read_bytes() == RENDERED
    assert capsys.readouterr().out.endswith("cat-300x300.jpg\n")
    assert list(at_service.images) == ["id1"]


def test_download_replaces_nothing_unless_told_so(
    at_service: Service, picture: Path, tmp_path: Path, capsys: Capture
) -> None:
    command = ["download", "id1", "--out", str(tmp_path), "--variants", "300x300"]
    main(["upload", str(picture)])
    main(command)
    assert list(at_service.images) == ["id1"]

    assert main(command) == 1
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert main([*command, "--overwrite"]) == 0


def test_delete_reports_each_picture(at_service: Service, capsys: Capture) -> None:
    at_service.images["id1"] = documents.image()

    assert main(["delete", "id1", "id2", "--json"]) == 4

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["input"], (line["error"] or {}).get("code")) for line in lines] == [
        ("id1", None),
        ("id2", "image_not_found"),
    ]


def test_delete_says_so_to_people(at_service: Service, capsys: Capture) -> None:
    at_service.images["id1"] = documents.image()

    assert main(["delete", "id1"]) == 0
    assert capsys.readouterr().out == "id1  deleted\n"


def test_variants_are_a_list_with_commas(web: RequestsMock, picture: Path, capsys: Capture) -> None:
    web.post(f"{URL}/images", status=400, json=documents.problem(400, "unknown_preset"))

    assert main(["upload", "--url", URL, "--variants", "a, b,", str(picture)]) == 4
    assert json.loads(web.calls[0].request.body or "")["variants"] == ["a", "b"]
    assert "unknown_preset" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["upload"],
        ["develop"],
        ["list", "--limit", "0"],
        ["list", "--status", "odd"],
        ["upload", "x", "--no-wait", "--out", "."],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: darkroom" in capsys.readouterr().err


def test_a_url_that_is_none_is_wrong_usage_too(capsys: Capture) -> None:
    assert main(["list", "--url", "localhost"]) == 2
    assert "no base URL" in capsys.readouterr().err


def test_help_tells_the_exit_codes(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "3    the service cannot be reached" in capsys.readouterr().out


def test_the_command_runs_as_a_program_of_its_own(
    live_service: Service, picture: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "darkroom", "upload", picture, "--out", tmp_path / "out"],
        env={**os.environ, "DARKROOM_URL": live_service.url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "cat-300x300.jpg").read_bytes() == RENDERED
    assert done.stdout.endswith("cat-300x300.jpg\n")
