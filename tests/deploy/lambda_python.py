"""A Python as Lambda has it: boto3 and Lambda's runtime client, and nothing else."""

import os
import subprocess
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import IO

from packaging.requirements import Requirement

from tests.deploy.runtime_api import RuntimeApi, runtime_api

_PROVIDED = ("boto3", "awslambdaric")
# `/var/task` comes first for Lambda, too.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from awslambdaric.__main__ import main; main(['', sys.argv[2]])"
)


def make(folder: Path) -> Path:
    """Return the interpreter of a new environment; its libraries are the ones that are installed here."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for each in _closure(_PROVIDED):
        for file in each.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = site / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(Path(str(file.locate())).read_bytes())
    return folder / "bin" / "python"


def _closure(names: tuple[str, ...]) -> Iterator[Distribution]:
    found: dict[str, Distribution] = {}
    open_ = list(names)
    while open_:
        name = open_.pop()
        if name not in found:
            found[name] = distribution(name)
            open_ += _required(found[name])
    yield from found.values()


def _required(dist: Distribution) -> list[str]:
    requirements = map(Requirement, dist.requires or ())
    return [each.name for each in requirements if not each.marker or each.marker.evaluate({"extra": ""})]


@contextmanager
def function(
    python: Path, task: Path, handler: str, environment: Mapping[str, str], log: IO[bytes]
) -> Iterator[RuntimeApi]:
    """Run one function of an unpacked package, through Lambda's own runtime client; it writes to `log`."""
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
