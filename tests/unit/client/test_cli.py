import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
import requests
from darkroom.cli import main
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.documents import URL
from tests.unit.client.service import RENDERED, Service

Capture = pytest.CaptureFixture[str]


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


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["upload"],
        ["develop"],
        ["list", "--limit", "0"],
        ["list", "--limit", "few"],
        ["list", "--status", "odd"],
        ["list", "--status", "deleted"],
        ["download", "id1", "--timeout", "nan"],
        ["download", "id1", "--timeout", "inf"],
        ["download", "id1", "--timeout", "-1"],
        ["upload", "x", "--no-wait", "--out", "."],
        ["upload", "x", "--workers", "33"],
        ["upload", "x", "--focus", "1"],
        ["upload", "x", "--focus", "0,2"],
        ["upload", "x", "--focus", "here,there"],
        ["completion", "cmd"],
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


def test_an_interruption_is_no_traceback(web: RequestsMock, capsys: Capture) -> None:
    def interrupt(_: requests.PreparedRequest) -> NoReturn:
        raise KeyboardInterrupt

    web.add_callback("GET", f"{URL}/images/id1", interrupt)

    assert main(["get", "id1", "--url", URL]) == 130
    assert capsys.readouterr().err == ""


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
