"""The requirements of `ops` suffice, in a Python environment without other packages.

test_faces_and_overlays.py runs the local stack in such an environment.
"""

import os
import subprocess
from pathlib import Path

from local.process import ROOT
from ops.packaging.cold_start_times import ENVIRONMENT
from tests.e2e.python_environments import python_with

IMPORT_ALL = """
import importlib, pkgutil, app, ops
for each in pkgutil.walk_packages(ops.__path__, "ops."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
"""


def test_every_module_of_ops_can_be_imported(tmp_path: Path) -> None:
    python = python_with("requirements-deploy.txt", tmp_path)
    run = subprocess.run(
        [python, "-c", IMPORT_ALL],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_the_environment_contains_only_the_packages_of_the_lock_file(tmp_path: Path) -> None:
    python = python_with("requirements-local.txt", tmp_path)
    run = subprocess.run([python, "-c", "import pytest"], capture_output=True, check=False)
    assert run.returncode == 1
