"""Runs pytest on a single file, with the plugins of this suite."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from local.process import ROOT

WORKER = ("-p", "xdist", "-n", "1")
PLUGINS = 'pytest_plugins = ["tests.environment", "tests.processes"]\n'


def run(folder: Path, test: str, *options: str, before: Callable[[], object] | None = None) -> str:
    """Return what pytest prints about a file with this test."""
    (folder / "conftest.py").write_text(PLUGINS, "utf-8")
    (folder / "test_it.py").write_text(test, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={**own, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        preexec_fn=before,
    ).stdout
