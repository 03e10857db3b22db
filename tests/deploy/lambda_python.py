"""A Python environment like Lambda's, which contains only boto3 and Lambda's runtime client."""

import os
import subprocess
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import IO

from packaging.requirements import Requirement

from ops.packaging.bytecode import compile_tree
from tests.deploy.runtime_api import RuntimeApi, runtime_api

_PROVIDED = ("boto3", "awslambdaric")
# In Lambda, `/var/task` comes first as well.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from awslambdaric.__main__ import main; main(['', sys.argv[2]])"
)


def create(folder: Path) -> Path:
    """Create the environment with the libraries that are installed here; return its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for each in _closure(_PROVIDED):
        for file in each.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = site / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(Path(str(file.locate())).read_bytes())
    # otherwise each function would compile boto3 when it starts
    compile_tree(site)
    return folder / "bin" / "python"


def _closure(names: tuple[str, ...]) -> Iterator[Distribution]:
    found: dict[str, Distribution] = {}
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = distribution(name)
            pending += _required(found[name])
    yield from found.values()


def _required(dist: Distribution) -> list[str]:
    requirements = map(Requirement, dist.requires or ())
    return [each.name for each in requirements if not each.marker or each.marker.evaluate({"extra": ""})]


@contextmanager
def run_function(
    python: Path, task: Path, handler: str, environment: Mapping[str, str], log: IO[bytes]
) -> Iterator[RuntimeApi]:
    """Run one function of an unpacked package with Lambda's runtime client. Its output goes to `log`."""
    with runtime_api() as api:
        process = subprocess.Popen(
            [python, "-I", "-B", "-c", _START, task, handler],
            cwd=task,
            env={**environment, "PATH": os.defpath, "AWS_LAMBDA_RUNTIME_API": api.address},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield api
        finally:
            process.kill()
            process.wait()
