"""Each requirements file suffices for its purpose, in a Python environment without other packages."""

import os
import re
import subprocess
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from darkroom import Client

from local.process import ROOT
from ops.packaging.cold_start_code import ENVIRONMENT
from tests.e2e.conftest import started_stack

pytestmark = pytest.mark.timeout(180)

IMPORT_ALL = """
import importlib, pkgutil, app, ops
for each in pkgutil.walk_packages(ops.__path__, "ops."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
"""


def python_with(lock: str, folder: Path) -> Path:
    """Create an environment with links to the packages of a lock file; return its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    [site] = folder.glob("lib/python*/site-packages")
    for package in installed(ROOT / lock):
        for name in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
            link = site / name
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(name))))
    return folder / "bin" / "python"


def installed(lock: Path) -> Iterator[Distribution]:
    for name in re.findall(r"^([a-z0-9_.-]+)==", lock.read_text("utf-8"), re.MULTILINE):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            assert name in {"ansicon", "colorama"}, f"{name} is not installed"  # Windows needs these


@pytest.fixture(scope="module")
def local_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return python_with("requirements-local.txt", tmp_path_factory.mktemp("local"))


# Workflow mode imports everything that direct mode does, and the parts of moto that run state machines.
def test_the_local_stack_runs(local_python: Path, tmp_path: Path) -> None:
    source = {"PYTHONPATH": str(ROOT / "client" / "src")}
    with (
        started_stack(
            tmp_path, "--workflow", "stepfunctions", settings=source, python=str(local_python)
        ) as stack,
        Client(stack.url, stack.token) as client,
    ):
        image = client.upload(tmp_path / "sample.jpg")
    assert image.status == "ready"
    assert "Error" not in (tmp_path / "log").read_text("utf-8")


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


def test_the_environment_contains_only_the_packages_of_the_lock_file(local_python: Path) -> None:
    run = subprocess.run([local_python, "-c", "import pytest"], capture_output=True, check=False)
    assert run.returncode == 1
