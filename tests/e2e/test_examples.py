"""The client's examples run against the local stack."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from local.process import ROOT
from tests.e2e.conftest import RunningStack

EXAMPLES = ROOT / "examples" / "python"

pytestmark = pytest.mark.timeout(120)


def run(stack: RunningStack, name: str, *arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments],
        cwd=folder,
        env=os.environ | stack.environment | {"DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture
def album(tmp_path: Path) -> Path:
    Image.linear_gradient("L").resize((640, 480)).save(tmp_path / "one.jpg")
    shutil.copy(tmp_path / "one.jpg", tmp_path / "two & three.jpg")
    return tmp_path


def test_upload_folder_and_gallery_examples(stack: RunningStack, album: Path) -> None:
    uploaded = run(stack, "upload_folder.py", str(album), folder=album)
    assert uploaded.returncode == 0, uploaded.stderr
    assert len(uploaded.stdout.splitlines()) == 2

    page = run(stack, "gallery.py", folder=album)
    assert page.returncode == 0, page.stderr
    assert 'alt="two &amp; three.jpg"' in page.stdout


def test_upload_folder_example_fails_for_a_file_that_is_not_an_image(
    stack: RunningStack, album: Path
) -> None:
    (album / "text.jpg").write_text("not an image")

    uploaded = run(stack, "upload_folder.py", str(album), folder=album)
    assert uploaded.returncode == 1
    assert "unsupported_format" in uploaded.stdout


def test_thumbnail_example(stack: RunningStack, album: Path) -> None:
    made = run(stack, "thumbnail.py", "one.jpg", folder=album)
    assert made.returncode == 0, made.stderr
    with Image.open(album / made.stdout.strip()) as thumbnail:
        assert thumbnail.size == (300, 225)


def test_every_example_has_a_test() -> None:
    tests = Path(__file__).read_text("utf-8")
    assert all(f'"{example.name}"' in tests for example in EXAMPLES.glob("*.py"))
