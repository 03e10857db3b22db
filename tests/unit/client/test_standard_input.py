"""Images from a pipe, with the command as a process of its own."""

import itertools
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from darkroom.cli import main
from darkroom.cli.spooling import UnusableInput, spool

from tests.unit.client.fake_service import FakeService

Done = subprocess.CompletedProcess[bytes]


def piped(service: FakeService, *arguments: str, **options: Any) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "darkroom", "upload", *arguments],
        env={**os.environ, "DARKROOM_URL": service.url},
        capture_output=True,
        timeout=60,
        check=False,
        **options,
    )


def test_uploads_standard_input_under_the_given_name(live_service: FakeService) -> None:
    done = piped(live_service, "-", "--filename", "Zoë.JFIF", "--json", input=b"meow")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["input"] == "-"
    (request,) = live_service.requested
    assert (request["filename"], request["content_type"], request["size"]) == ("Zoë.JFIF", "image/jpeg", 4)
    assert ("file", b"meow") in live_service.uploads[0].parts()


def test_lets_the_service_look_at_the_bytes_if_nothing_tells_the_type(live_service: FakeService) -> None:
    assert piped(live_service, "-", input=b"meow").returncode == 0

    (request,) = live_service.requested
    assert (request["filename"], request["content_type"]) == ("image", "application/octet-stream")


def test_a_given_content_type_takes_precedence(live_service: FakeService) -> None:
    command = ["-", "--filename", "a.jpg", "--content-type", "image/png"]
    assert piped(live_service, *command, input=b"meow").returncode == 0
    assert live_service.requested[0]["content_type"] == "image/png"


def test_an_empty_stream_does_not_end_the_batch(live_service: FakeService, image_file: Path) -> None:
    done = piped(live_service, "-", str(image_file), input=b"")

    assert done.returncode == 1
    assert done.stderr.decode() == "darkroom: -: Standard input is empty.\n"
    assert done.stdout.decode().startswith(f"{image_file}  ready")


def test_refuses_a_terminal(live_service: FakeService) -> None:
    controller, terminal = pty.openpty()
    try:
        done = piped(live_service, "-", stdin=terminal)
    finally:
        os.close(controller)
        os.close(terminal)

    assert done.returncode == 1
    assert b"Standard input is a terminal. Pipe an image into the command." in done.stderr


def test_an_endless_stream_ends_with_an_error() -> None:
    with pytest.raises(UnusableInput, match=r"Standard input is larger than 1\.0 MB\. Upload it as a file"):
        spool(itertools.repeat(b"y\n" * 1000), "Standard input", max_bytes=1_000_000)


def test_reads_a_named_pipe(live_service: FakeService, tmp_path: Path) -> None:
    pipe = tmp_path / "photo.png"
    os.mkfifo(pipe)
    with subprocess.Popen(["/bin/sh", "-c", f"printf meow > {pipe}"]):
        done = piped(live_service, str(pipe), "--filename", "photo.png")

    assert done.returncode == 0
    assert ("file", b"meow") in live_service.uploads[0].parts()


def test_filename_names_one_image_only(
    configured_service: FakeService, image_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upload", str(image_file), "gone.jpg", "--filename", "a.jpg"]) == 2
    assert "--filename names one image. Upload it alone." in capsys.readouterr().err

    assert main(["upload", str(image_file), "--filename", "other.png"]) == 0
    assert configured_service.requested[0]["filename"] == "other.png"
    assert configured_service.requested[0]["content_type"] == "image/png"
