import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from darkroom import Client
from darkroom.cli import main
from darkroom.cli.arguments import parse
from darkroom.cli.arrivals import Arrivals
from darkroom.cli.context import Context
from darkroom.cli.output import reporter
from darkroom.cli.progress import Display
from darkroom.cli.stopping import StoppableClock, Stopped
from darkroom.cli.watching import watch
from rich.console import Console

from tests.unit.client.service import Service


class ScriptedClock(StoppableClock):
    """Instead of sleeping does the next thing of a list, and ends the watch after the last."""

    def __init__(self, steps: list[Callable[[], object]]) -> None:
        super().__init__()
        self.steps = steps
        self.pauses: list[float] = []

    def sleep(self, seconds: float, /) -> None:
        self.pauses.append(seconds)
        if not self.steps:
            raise Stopped
        self.steps.pop(0)()


def watched(url: str, folder: Path, *steps: Callable[[], object]) -> ScriptedClock:
    clock = ScriptedClock(list(steps))
    options = parse(["watch", str(folder), "--url", url], {})
    written = Console(file=io.StringIO())
    with Client(url) as client, pytest.raises(Stopped):
        watch(Context(client, options, reporter(written, as_json=True), Display(written), clock))
    return clock


def nothing() -> None:
    pass


def test_what_is_there_and_what_comes_is_uploaded_once(live_service: Service, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"first")

    watched(
        live_service.url,
        tmp_path,
        nothing,
        lambda: (tmp_path / "b.jpg").write_bytes(b"later"),
        nothing,
        nothing,
    )

    names = [image["filename"] for image in live_service.images.values()]
    assert names == ["a.jpg", "b.jpg"]


def test_the_next_watch_knows_what_the_last_one_did(live_service: Service, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"first")

    for _ in range(2):
        watched(live_service.url, tmp_path, nothing, nothing)

    assert len(live_service.uploads) == 1


def test_a_picture_is_tried_again_once_the_service_is_back(
    live_service: Service, tmp_path: Path, unused_port: int
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"first")
    clock = watched(f"http://127.0.0.1:{unused_port}", tmp_path, nothing, nothing)
    assert clock.pauses == [2.0, 30.0, 30.0]

    watched(live_service.url, tmp_path, nothing)
    assert len(live_service.uploads) == 1


def test_a_refused_token_ends_the_watch(live_service: Service, tmp_path: Path) -> None:
    live_service.token = "t0ken"  # noqa: S105 - the fake service's
    (tmp_path / "a.jpg").write_bytes(b"first")

    assert main(["watch", str(tmp_path), "--every", "0", "--url", live_service.url]) == 4


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "nowhere")]) == 1
    assert "no such folder" in capsys.readouterr().err


def test_a_file_is_given_out_when_it_has_stopped_growing(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    arrivals = Arrivals(tmp_path)
    file.write_bytes(b"1")
    assert arrivals.look() == []
    file.write_bytes(b"12")
    assert arrivals.look() == []

    assert [str(found) for found in arrivals.look()] == [str(file)]
    assert arrivals.look() == []


def test_an_empty_file_is_still_to_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    arrivals = Arrivals(tmp_path)

    assert [arrivals.look() for _ in range(3)] == [[], [], []]


def test_a_file_that_has_changed_is_given_out_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"1")
    arrivals = Arrivals(tmp_path)
    arrivals.look()
    arrivals.look()
    file.write_bytes(b"12")
    arrivals.look()

    assert len(arrivals.look()) == 1


def test_ctrl_c_ends_the_watch_at_once(live_service: Service, tmp_path: Path) -> None:
    live_service.outcome = "processing"
    (tmp_path / "a.jpg").write_bytes(b"never ready")
    with subprocess.Popen(
        [sys.executable, "-m", "darkroom", "watch", tmp_path, "--every", "0.1"],
        env={**os.environ, "DARKROOM_URL": live_service.url},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not live_service.uploads and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        try:
            _, complaints = process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == 130
    assert "Traceback" not in complaints
