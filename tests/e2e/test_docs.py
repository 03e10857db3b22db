"""The commands and programs in the documentation work, page by page, with the local stack."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from docsite.code_blocks import Block, blocks
from local.instructions import CURL_NAME, curl
from local.process import ROOT
from local.sample.image import NAME
from tests.documents import PAGES, name
from tests.e2e.conftest import RunningStack
from tests.readers_shell import in_bash

pytestmark = pytest.mark.timeout(180)

# The parts of a clone that readers use.
CLONE = ["app.py", "chalicelib", "client", "infra", "local", "ops", "load", "bench", ".chalice"]
# The stack is already running, and the tests must not start themselves.
SKIPPED = re.compile(r"^(make|git clone|cd) .*\n?", re.MULTILINE)
README, TUTORIAL = ROOT / "README.md", ROOT / "docs" / "tutorial.md"
# These pages contain complete programs and have their own tests. Python on other pages is only an excerpt.
COMPLETE_PAGES = {README, TUTORIAL}
# tests/browser builds a website from each of these pages, in a folder that is no clone.
WEBSITES = {ROOT / "docs" / "howto" / page for page in ("django.md", "fastapi.md", "html-upload.md")}


def to_run(page: Path) -> list[Block]:
    languages = {"sh", "python"} if page in COMPLETE_PAGES else {"sh"}
    return [block for block in blocks(page) if block.run and block.language in languages]


@pytest.fixture
def clone(stack: RunningStack, tmp_path: Path) -> Path:
    """A folder like a clone, connected to the running stack. The commands write their files there."""
    for part in CLONE:
        (tmp_path / part).symlink_to(ROOT / part)
    state = tmp_path / ".local"
    state.mkdir()
    (state / "env").symlink_to(stack.state / "env")
    (state / CURL_NAME).write_text(curl(state, state / NAME), "utf-8")
    # The stack's own sample has 12 megapixels, and many commands process it.
    with Image.open(stack.state / NAME) as sample:
        sample.draft("RGB", (500, 500))
        sample.save(state / NAME, exif=sample.getexif())
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in COMPLETE_PAGES | WEBSITES and to_run(page)], ids=name
)
def test_the_commands_on_the_page_work(page: Path, clone: Path) -> None:
    done = run_blocks(to_run(page), clone)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_s_commands_create_thumbnails(clone: Path) -> None:
    done = run_blocks(to_run(README), clone)
    assert done.returncode == 0, done.stderr
    assert '"status": "ready"' in done.stdout or '"status":"ready"' in done.stdout
    for file in (clone / ".local" / "300x300.jpg", clone / "thumbs" / "sample-300x300.jpg"):
        with Image.open(file) as variant:
            assert variant.size == (225, 300)


def test_the_tutorial_creates_a_page_with_the_image(clone: Path) -> None:
    done = run_blocks(to_run(TUTORIAL), clone)
    assert done.returncode == 0, done.stderr
    page = (clone / "page.html").read_text("utf-8")
    assert 'srcset="http' in page
    assert "exit code 1" in done.stdout


def run_blocks(code_blocks: list[Block], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Save the blocks with a title as files, and run all others in one shell."""
    script = "".join(_script(block, folder) for block in code_blocks)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DARKROOM_")}
    return in_bash(script, folder, environment)


def _script(block: Block, folder: Path) -> str:
    if block.title:
        (folder / block.title).write_text(block.code, "utf-8")
        return ""
    if block.language == "python":
        return f".venv/bin/python - <<'PYTHON'\n{block.code}PYTHON\n"
    code = SKIPPED.sub("", block.code)
    return code if aws_runs() else re.sub(r"^aws .*\n", "", code, flags=re.MULTILINE)


@cache
def aws_runs() -> bool:
    """Return whether the AWS CLI works. An `aws` on the PATH may be a stub of a version manager."""
    aws = shutil.which("aws")
    if not aws:
        return False
    return subprocess.run([aws, "--version"], capture_output=True, check=False).returncode == 0
