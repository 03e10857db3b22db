"""Output in encodings that lack characters of a name."""

import io
import os
import subprocess
import sys

import msgspec
import pytest
from darkroom import Image
from darkroom.cli.output import create_reporter
from rich.console import Console

from tests.unit.client import payloads
from tests.unit.client.fake_service import FakeService


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_pipe_of_any_encoding_takes_any_name(encoding: str) -> None:
    written = io.BytesIO()
    console = Console(file=io.TextIOWrapper(written, encoding, write_through=True))

    create_reporter(console, as_json=True).image(
        msgspec.convert(payloads.image(filename="é 猫 😀.jpg"), Image)
    )

    assert msgspec.json.decode(written.getvalue().decode(encoding), type=Image).filename == "é 猫 😀.jpg"


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
def test_the_command_prints_any_name_to_a_pipe_of_any_encoding(
    live_service: FakeService, *, as_json: bool
) -> None:
    live_service.images["id1"] = payloads.image(filename="é 猫.jpg")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "darkroom",
            "list",
            "--url",
            live_service.url,
            *(["--json"] if as_json else []),
        ],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert (b"\xe9 \\u732b.jpg" if as_json else b"\xe9 ?.jpg") in done.stdout
