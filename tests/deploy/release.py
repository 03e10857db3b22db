"""A release built from the files that ship, once for all test processes."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local.process import ROOT
from ops.packaging.build import ARCHITECTURES
from ops.packaging.release import build_release
from tests.unit.overlays import LOGO, watermark

# What a release is built from.
_FILES = ("app.py", "requirements.txt")
_FOLDERS = ("chalicelib", "infra")


@dataclass(frozen=True)
class BuiltRelease:
    """The project that was built, and the folder of the release's files."""

    project: Path
    folder: Path

    def package(self, architecture: str) -> Path:
        """Return the zip file for an architecture."""
        (path,) = self.folder.glob(f"darkroom-*-{architecture}.zip")
        return path

    def template(self) -> dict[str, Any]:
        """Return the app's template."""
        return dict(json.loads((self.folder / "app.json").read_bytes()))


def copy_project(folder: Path) -> Path:
    """Copy the files that ship into a new project, whose `dev` stage is for this machine's architecture."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*_FILES, ".chalice/config.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def built_once(tmp_path_factory: pytest.TempPathFactory) -> BuiltRelease:
    """Return the release, which the first test process builds. Skips the test without a package index."""
    folder = _shared_folder(tmp_path_factory)
    release = BuiltRelease(folder / "project", folder / "release")
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            _require_package_index(folder)
            # what a build that failed has left
            shutil.rmtree(release.project, ignore_errors=True)
            build_release(_with_watermark(copy_project(release.project)), release.folder, ARCHITECTURES)
            (folder / "built").touch()
    return release


def _with_watermark(project: Path) -> Path:
    """Add a preset with an overlay, which no image gets by default."""
    file = project / "chalicelib" / "presets.json"
    content = json.loads(file.read_bytes())
    content["presets"].append({"name": "marked", "width": 100, "overlay": {"image": LOGO}})
    file.write_text(json.dumps(content), "utf-8")
    file.with_name(LOGO).write_bytes(watermark())
    return project


def _shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this run share: pytest-xdist gives each its own subfolder."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built-release"
    folder.mkdir(exist_ok=True)
    return folder


def _require_package_index(folder: Path) -> None:
    download = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder / "probe"),
    ]
    probe = subprocess.run([*download, "typing_extensions"], capture_output=True, text=True, check=False)
    if probe.returncode:
        pytest.skip(f"no package to run, because pip can't download libraries: {probe.stderr[-200:]}")
