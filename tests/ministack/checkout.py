"""A copy of the repository, in which a user runs the ops commands."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.process import ROOT

SECONDS = 600
# What `ops deploy` reads.
_FILES = (".chalice/config.json", "app.py", "requirements.txt")
_FOLDERS = ("chalicelib", "infra", "ops")


@dataclass(frozen=True)
class Checkout:
    """The files that a deployment needs, and the environment of a user's commands."""

    folder: Path
    environment: Mapping[str, str]

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start `python -m ops`."""
        return subprocess.Popen(
            [sys.executable, "-m", "ops", *arguments],
            cwd=self.folder,
            env=os.environ | dict(self.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `python -m ops`."""
        return subprocess.run(
            [sys.executable, "-m", "ops", *arguments],
            cwd=self.folder,
            env=os.environ | dict(self.environment),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def deploy(self, stage: str, *options: str) -> dict[str, str]:
        """Run `python -m ops deploy`; return the result of each step. Raises AssertionError if one fails."""
        done = self.run("deploy", stage, *options)
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(line.split(": ", 1) for line in done.stderr.splitlines() if ": " in line)

    def ops(self, *arguments: str) -> str:
        """Run `python -m ops`; return what it prints. Raises AssertionError if it fails."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def check_out(folder: Path, environment: Mapping[str, str]) -> Checkout:
    """Copy the repository into a folder that does not exist."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return Checkout(folder, environment)
