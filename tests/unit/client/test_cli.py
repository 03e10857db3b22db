import json
import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from darkroom.cli import main

from tests.unit.client import payloads
from tests.unit.client.fake_service import RENDERED, FakeService
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

Capture = pytest.CaptureFixture[str]


def test_unreachable_service_error_includes_a_hint(
    image_file: Path, unused_port: int, capsys: Capture
) -> None:
    assert main(["upload", "--url", f"http://127.0.0.1:{unused_port}", str(image_file)]) == 3

    err = " ".join(capsys.readouterr().err.split())
    assert f"Could not connect to http://127.0.0.1:{unused_port}. Is the service running?" in err
    assert "DARKROOM_URL" in err


def test_missing_token_error_includes_a_hint(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.token = "t0ken"  # noqa: S105 - the fake service's

    assert main(["get", "id1"]) == 4
    assert "DARKROOM_TOKEN" in capsys.readouterr().err


def test_reads_the_token_from_the_environment_or_the_command_line(
    configured_service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured_service.token = "t0ken"  # noqa: S105 - the fake service's

    assert main(["list", "--token", "t0ken"]) == 0
    monkeypatch.setenv("DARKROOM_TOKEN", "t0ken")
    assert main(["list"]) == 0
    assert main(["--token", "wrong", "list"]) == 4


def test_get_prints_one_image(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.images["id1"] = payloads.image()

    assert main(["get", "id1", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert (shown["id"], shown["created_at"]) == ("id1", "2026-01-02T03:04:05Z")
    assert shown["variants"] == payloads.image()["variants"]


def test_unknown_image_exits_with_4(configured_service: FakeService, capsys: Capture) -> None:
    assert configured_service.images == {}
    assert main(["get", "nobody"]) == 4
    assert "image_not_found" in capsys.readouterr().err


def test_list_prints_one_line_per_image(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.images = {"a": payloads.image("a"), "b": payloads.image("b", "pending", size=None)}

    assert main(["list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "b pending 2026-01-02T03:04:05Z - cat.jpg",
        "a ready 2026-01-02T03:04:05Z 4 cat.jpg",
    ]


def test_list_prints_one_json_document_per_line(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.images = {"a": payloads.image("a"), "b": payloads.image("b")}

    assert main(["--json", "list", "--limit", "1"]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["b"]


def test_download_saves_to_the_working_directory(
    configured_service: FakeService,
    image_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    main(["upload", str(image_file)])
    monkeypatch.chdir(tmp_path)

    assert main(["download", "id1"]) == 0
    assert (tmp_path / "cat-300x300.jpg").read_bytes() == RENDERED
    assert capsys.readouterr().out.endswith("cat-300x300.jpg\n")
    assert list(configured_service.images) == ["id1"]


def test_download_replaces_files_only_with_overwrite(
    configured_service: FakeService, image_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    command = ["download", "id1", "--out", str(tmp_path), "--variants", "300x300"]
    main(["upload", str(image_file)])
    main(command)
    assert list(configured_service.images) == ["id1"]

    assert main(command) == 1
    assert "Use --overwrite to replace it." in capsys.readouterr().err
    assert main([*command, "--overwrite"]) == 0


def test_delete_reports_each_image(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.images["id1"] = payloads.image()

    assert main(["delete", "id1", "id2", "--json"]) == 4

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["input"], (line["error"] or {}).get("code")) for line in lines] == [
        ("id1", None),
        ("id2", "image_not_found"),
    ]


def test_accepts_the_same_id_twice(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.images["id1"] = payloads.image()

    assert main(["delete", "id1", "id1"]) == 4
    assert "image_not_found" in capsys.readouterr().err


def test_delete_prints_text(configured_service: FakeService, capsys: Capture) -> None:
    configured_service.images["id1"] = payloads.image()

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
        ["list", "--status", "ready", "--key", "images/cat.jpg"],
        ["download", "id1", "--timeout", "nan"],
        ["download", "id1", "--timeout", "inf"],
        ["download", "id1", "--timeout", "-1"],
        ["download", "id1", "--timeout", "soon"],
        ["upload", "x", "--no-wait", "--out", "."],
        ["upload", "x", "--workers", "33"],
        ["upload", "x", "--focus", "1"],
        ["upload", "x", "--focus", "0,2"],
        ["upload", "x", "--focus", "here,there"],
        ["completion", "cmd"],
    ],
)
def test_invalid_usage_exits_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: darkroom" in capsys.readouterr().err


def test_invalid_url_exits_with_2(capsys: Capture) -> None:
    assert main(["list", "--url", "localhost"]) == 2
    assert "not a valid base URL" in capsys.readouterr().err


def test_keyboard_interrupt_prints_no_traceback(web: Web, capsys: Capture) -> None:
    interrupt = partial(signal.pthread_kill, threading.get_ident(), signal.SIGINT)
    web.get(f"{URL}/images/id1", meanwhile=interrupt, silent=True)

    assert main(["get", "id1", "--url", URL]) == 130
    assert capsys.readouterr().err == ""


def test_help_lists_the_exit_codes(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "3    the service or S3 is unreachable" in capsys.readouterr().out


def test_runs_as_a_subprocess(live_service: FakeService, image_file: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "darkroom", "upload", image_file, "--out", tmp_path / "out"],
        env={**os.environ, "DARKROOM_URL": live_service.url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "cat-300x300.jpg").read_bytes() == RENDERED
    assert done.stdout.endswith("cat-300x300.jpg\n")
