"""Run commands of the documentation as a reader does."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def in_bash(
    commands: str, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run the commands until one fails, by default in this folder and environment. Return their output."""
    return subprocess.run(
        ["bash", "-e"],  # noqa: S607 - the reader's own bash
        input=commands,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
