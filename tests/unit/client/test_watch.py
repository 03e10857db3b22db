import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from darkroom import Client
from darkroom.cli import main
from darkroom.cli.arguments import parse
from darkroom.cli.cancellation import CancellableClock, Cancelled
from darkroom.cli.context import Context
from darkroom.cli.folder_scan import FolderScan
from darkroom.cli.output import create_reporter
from darkroom.cli.progress import Display
from darkroom.cli.watch import watch
from rich.console import Console

from tests.unit.client.fake_service import FakeService


class ScriptedClock(CancellableClock):
    """Runs the next step instead of sleeping, and cancels the watch after the last one."""

    def __init__(self, steps: list[Callable[[], object]]) -> None:
        super().__init__()
        self.steps = steps
        self.pauses: list[float] = []

    def sleep(self, seconds: float, /) -> None:
        self.pauses.append(seconds)
        if not self.steps:
            raise Cancelled
        self.steps.pop(0)()


def watched(
    url: str, folder: Path, *steps: Callable[[], object], arguments: Sequence[str] = ()
) -> ScriptedClock:
    clock = ScriptedClock(list(steps))
    options = parse(["watch", str(folder), "--url", url, *arguments], {})
    written = Console(file=io.StringIO())
    with Client(url) as client, pytest.raises(Cancelled):
        watch(Context(client, options, create_reporter(written, as_json=True), Display(written), clock))
    return clock


def nothing() -> None:
    pass


def test_uploads_existing_and_new_files_once(live_service: FakeService, tmp_path: Path) -> None:
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


def test_skips_files_that_an_earlier_watch_finished(live_service: FakeService, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"first")

    for _ in range(2):
        watched(live_service.url, tmp_path, nothing, nothing)

    assert len(live_service.uploads) == 1


def test_retries_when_the_service_is_reachable_again(
    live_service: FakeService, tmp_path: Path, unused_port: int
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"first")
    clock = watched(f"http://127.0.0.1:{unused_port}", tmp_path, nothing, nothing)
    assert clock.pauses == [2.0, 30.0, 30.0]

    watched(live_service.url, tmp_path, nothing)
    assert len(live_service.uploads) == 1


def test_stops_when_the_token_is_rejected(live_service: FakeService, tmp_path: Path) -> None:
    live_service.token = "t0ken"  # noqa: S105 - the fake service's
    (tmp_path / "a.jpg").write_bytes(b"first")

    assert main(["watch", str(tmp_path), "--every", "0", "--url", live_service.url]) == 4


def test_reports_a_missing_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "nowhere")]) == 1
    assert "Folder not found" in capsys.readouterr().err


def test_returns_a_file_once_it_stops_growing(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    folder_scan = FolderScan(tmp_path)
    file.write_bytes(b"1")
    assert folder_scan.scan() == []
    file.write_bytes(b"12")
    assert folder_scan.scan() == []

    assert [str(found) for found in folder_scan.scan()] == [str(file)]
    assert folder_scan.scan() == []


def test_ignores_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    folder_scan = FolderScan(tmp_path)

    assert [folder_scan.scan() for _ in range(3)] == [[], [], []]


def test_returns_a_changed_file_again(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"1")
    folder_scan = FolderScan(tmp_path)
    folder_scan.scan()
    folder_scan.scan()
    file.write_bytes(b"12")
    folder_scan.scan()

    assert len(folder_scan.scan()) == 1


def test_edits_and_describes_every_image(live_service: FakeService, tmp_path: Path) -> None:
    (tmp_path / "a.jfif").write_bytes(b"first")
    arguments = ["--focus", "0.5,0.25", "--crop", "0,0,0.5,1", "--rotate", "90", "--tag", "inbox"]

    watched(live_service.url, tmp_path, nothing, nothing, arguments=arguments)

    (request,) = live_service.requested
    assert request["focus"] == {"x": 0.5, "y": 0.25}
    assert request["crop"] == {"x": 0, "y": 0, "width": 0.5, "height": 1}
    assert (request["rotate"], request["metadata"]) == (90, {"tags": ["inbox"]})


def test_a_file_that_vanishes_does_not_end_the_watch(live_service: FakeService, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"first")
    watched(live_service.url, tmp_path, nothing, nothing)
    (tmp_path / "b.jpg").write_bytes(b"second")
    live_service.on_create = (tmp_path / "c.jpg").unlink
    (tmp_path / "c.jpg").write_bytes(b"third")

    arguments = ["--workers", "1"]
    watched(live_service.url, tmp_path, nothing, nothing, (tmp_path / "a.jpg").unlink, arguments=arguments)

    assert [request["filename"] for request in live_service.requested] == ["a.jpg", "b.jpg"]


def test_reports_a_link_that_leads_nowhere_once(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("a.jpg")
    (tmp_path / "b.jpg").symlink_to("gone.jpg")
    folder_scan = FolderScan(tmp_path)

    assert [len(folder_scan.scan()) for _ in range(4)] == [0, 2, 0, 0]


def test_ctrl_c_ends_the_watch_at_once(live_service: FakeService, tmp_path: Path) -> None:
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
