"""The output of `local up` and `local demo` is true, and the commands in it work."""

import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import nullcontext
from itertools import takewhile
from pathlib import Path

import pytest
import requests
from PIL import Image
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

import local.demo
from local.network import LOOPBACK, choose_port
from local.process import ROOT
from tests.e2e.conftest import RunningStack
from tests.readers_shell import in_bash

pytestmark = pytest.mark.timeout(120)


def test_the_printed_command_works(stack: RunningStack) -> None:
    done = in_bash(printed(stack, "in this folder:"), ROOT)
    assert done.returncode == 0, done.stderr
    assert "sample.jpg  ready" in done.stdout


def test_the_printed_commands_for_curl_s3_and_a_second_api_work(stack: RunningStack) -> None:
    (stack.state / "300x300.jpg").unlink(missing_ok=True)
    lines = printed(stack, "a second API:").splitlines()
    *commands, second_api = [line for line in lines if not cannot_run(line)]
    port = choose_port(0)
    script = "\n".join([*commands, f"exec {re.sub(r'--port [0-9]+', f'--port {port}', second_api)}"])
    process = subprocess.Popen(
        ["bash", "-e", "-c", script],  # noqa: S607 - the reader's own bash
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        patient = Retry(connect=10, backoff_factor=0.1)
        with requests.Session() as session:
            session.mount("http://", HTTPAdapter(max_retries=patient))
            listed = session.get(f"http://{LOOPBACK}:{port}/images", headers=stack.headers, timeout=10)
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # Chalice's reloader is a separate process
        process.wait(5)
    assert listed.status_code == 200
    with Image.open(stack.state / "300x300.jpg") as variant:
        assert variant.size == (225, 300)


def printed(stack: RunningStack, heading: str) -> str:
    """Return the indented lines below a heading in the log, without the lines that follow them."""
    below = (stack.state / "log").read_text("utf-8").partition(f"{heading}\n\n")[2]
    return textwrap.dedent("\n".join(takewhile(lambda line: line.startswith("  "), below.splitlines())))


def cannot_run(line: str) -> bool:
    """Return whether a command needs the AWS CLI, which is missing or only a version manager's stub."""
    return line.startswith("aws ") and in_bash("aws --version", ROOT).returncode != 0


def demo(state: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "local", "demo", "--state", str(state), *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_the_demo_reports_what_it_did_to_the_sample_and_where_the_variants_are(tmp_path: Path) -> None:
    ended = demo(tmp_path, AWS_PROFILE="unknown")  # the user's AWS settings are ignored
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "original  4000 x 3000  JPEG" in ended.stdout
    assert "300x300     225 x 300  JPEG" in ended.stdout
    assert "The variant is upright, without an orientation tag." in ended.stdout
    assert "The original contains GPS coordinates. The variant does not." in ended.stdout
    variant = tmp_path / "demo" / "sample-300x300.jpg"
    assert f"300x300  {variant}\n" in ended.stdout
    with Image.open(variant) as image:
        assert image.size == (225, 300)
        assert not image.getexif()


@pytest.fixture
def demo_here(stack: RunningStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], int]:
    """Return the demo of a file, in this process and with the running stack instead of one of its own."""
    monkeypatch.setattr(local.demo, "running", lambda _: nullcontext(stack))
    return lambda image: local.demo.demo(image, tmp_path)


def test_the_demo_says_if_there_is_nothing_to_rotate_or_remove(
    demo_here: Callable[[Path], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "plain.png"
    Image.linear_gradient("L").resize((640, 480)).save(photo)
    assert demo_here(photo) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "The original is upright, so nothing was rotated." in printed.out
    assert "The original contains none, so there was nothing to remove." in printed.out


def test_the_demo_says_why_a_file_was_not_processed(
    demo_here: Callable[[Path], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("just some text")
    assert demo_here(text) == 1
    printed = capsys.readouterr()
    assert "(unsupported_format)" in printed.err
    assert str(tmp_path / "demo.log") in printed.err


def test_the_demo_names_a_missing_file(tmp_path: Path) -> None:
    ended = demo(tmp_path, "nowhere.jpg")
    assert ended.returncode == 2
    assert "nowhere.jpg" in ended.stderr
