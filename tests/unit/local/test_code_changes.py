import os
from pathlib import Path

import pytest

from local.code_changes import snapshot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "chalicelib" / "api").mkdir(parents=True)
    (tmp_path / "app.py").touch()
    (tmp_path / "chalicelib" / "api" / "pages.py").touch()
    return tmp_path


def test_changing_a_file_changes_the_snapshot(project: Path) -> None:
    before = snapshot(project)
    os.utime(project / "chalicelib" / "api" / "pages.py", (1, 1))
    assert snapshot(project) != before


def test_compiled_files_are_not_part_of_the_app(project: Path) -> None:
    before = snapshot(project)
    (project / "chalicelib" / "__pycache__").mkdir()
    (project / "chalicelib" / "__pycache__" / "pages.pyc").touch()
    assert snapshot(project) == before


def test_a_file_that_disappears_is_left_out(project: Path) -> None:
    before = snapshot(project)
    (project / "chalicelib" / ".#pages.py").symlink_to("nobody@nowhere")  # like a lock file of Emacs
    assert snapshot(project) == before
