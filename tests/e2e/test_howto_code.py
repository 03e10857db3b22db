"""The code in the how-to guides works with the local stack."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docsite.code_blocks import blocks
from local.process import ROOT
from tests.e2e.conftest import RunningStack

HOWTO = ROOT / "docs" / "howto"
pytestmark = pytest.mark.timeout(120)


def save(page: str, title: str, folder: Path) -> None:
    (code,) = (block.code for block in blocks(HOWTO / page) if block.title == title)
    (folder / title).write_text(code, "utf-8")


def test_the_program_for_asyncio_uploads_a_folder(stack: RunningStack, tmp_path: Path) -> None:
    save("async.md", "upload_folder.py", tmp_path)
    images = tmp_path / "images"
    images.mkdir()
    shutil.copy(stack.state / "sample.jpg", images)
    (images / "text.jpg").write_text("not an image")

    environment = os.environ | {"DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}
    command = [sys.executable, "upload_folder.py", "images"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False
    )

    assert done.returncode == 0, done.stderr
    first, second = sorted(done.stdout.splitlines())
    assert first.startswith("sample.jpg: ")
    assert first.endswith(" is ready")
    assert second.startswith("text.jpg: Image ")
    assert "unsupported_format" in second
