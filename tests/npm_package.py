"""The npm package in client/js, packed and installed as its users do it."""

import json
import subprocess
from pathlib import Path
from shutil import copy, copytree, ignore_patterns, which

import pytest

from local.process import ROOT

NAME = "darkroom-images"
SOURCE = ROOT / "client" / "js"


def npm() -> str:
    """Return the path of npm; skip the test if it is not installed."""
    found = which("npm")
    if found is None:
        pytest.skip("npm is not installed")
    return found


def packed(folder: Path) -> Path:
    """Pack the package and return the tarball. A copy is packed, since packing writes into the folder."""
    copytree(SOURCE, folder / "client" / "js", ignore=ignore_patterns("dist", "LICENSE"))
    copytree(ROOT / "chalicelib" / "embed", folder / "chalicelib" / "embed")
    copy(ROOT / "LICENSE", folder)
    command = [npm(), "pack", "./client/js", "--json"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    (described,) = json.loads(ended.stdout[ended.stdout.index("[") :])
    return folder / str(described["filename"])


def installed(tarball: Path, project: Path) -> Path:
    """Install the tarball into a project, without a network. Return the folder of the package."""
    project.mkdir(parents=True, exist_ok=True)
    (project / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
    options = ["--offline", "--no-audit", "--no-fund", "--loglevel", "error"]
    command = [npm(), "install", *options, str(tarball)]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return project / "node_modules" / NAME
