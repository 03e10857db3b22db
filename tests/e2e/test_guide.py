"""What `up` and `demo` print is true."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PIL import Image

from local.process import ROOT
from tests.e2e.conftest import RunningStack

pytestmark = pytest.mark.timeout(120)


def test_the_commands_to_paste_work(stack: RunningStack) -> None:
    printed = (stack.state / "log").read_text("utf-8")
    block = printed.partition("through the API,\n")[2].partition("\nor put")[0]
    pasted = subprocess.run(
        ["bash", "-e"],  # noqa: S607 - the bash that the reader has
        input=textwrap.dedent(block),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert pasted.returncode == 0, pasted.stderr
    assert '"status": "ready"' in pasted.stdout
    with Image.open(stack.state / "300x300.jpg") as variant:
        assert variant.size == (225, 300)


def demo(state: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "local", "demo", "--state", str(state), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)


def test_the_demo_shows_the_original_first_and_where_its_variants_lie(tmp_path: Path) -> None:
    ended = demo(tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.index("3000 x 4000") < ended.stdout.index("225 x 300")
    with Image.open(tmp_path / "demo" / "sample-300x300.jpg") as variant:
        assert variant.size == (225, 300)
        assert not variant.getexif()


def test_the_demo_says_which_picture_is_missing(tmp_path: Path) -> None:
    ended = demo(tmp_path, "nowhere.jpg")
    assert ended.returncode == 2
    assert "nowhere.jpg" in ended.stderr
