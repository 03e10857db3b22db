"""Lay out the package as in Lambda, with and without compiled modules, next to Lambda's copy of boto3."""

import shutil
import sysconfig
from pathlib import Path

from msgspec import Struct

from ops.packaging import archive
from ops.packaging.bytecode import compile_tree

# boto3 and its dependencies, which Lambda's runtime contains.
_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
COMPARED = "other package"
_NO_CACHES = shutil.ignore_patterns("__pycache__", "*.pyc")


class Layout(Struct, frozen=True, kw_only=True):
    """The folders of the package and of Lambda's runtime, ahead of the standard library in `sys.path`."""

    name: str
    task: Path
    runtime: Path

    @property
    def path(self) -> list[str]:
        """The folders in the order of Lambda's `sys.path`."""
        return [str(self.task), str(self.runtime)]


def layouts(zipped: Path, folder: Path, other: Path | None = None) -> list[Layout]:
    """Create the layouts in a folder: as built, with the package uncompiled, and with boto3 uncompiled.

    The last one, `COMPARED`, is of the zip file of another package, as built, if there is one.
    """
    compiled, source = folder / "task", folder / "task-source"
    archive.unpack(zipped, compiled)
    shutil.copytree(compiled, source, ignore=_NO_CACHES)
    _copy_runtime(folder / "runtime-source")
    shutil.copytree(folder / "runtime-source", folder / "runtime")
    compile_tree(folder / "runtime")
    found = [
        Layout(name="as built", task=compiled, runtime=folder / "runtime"),
        Layout(name="package not compiled", task=source, runtime=folder / "runtime"),
        Layout(name="nothing compiled", task=source, runtime=folder / "runtime-source"),
    ]
    if other is not None:
        archive.unpack(other, folder / "other")
        found.append(Layout(name=COMPARED, task=folder / "other", runtime=folder / "runtime"))
    return found


def _copy_runtime(folder: Path) -> None:
    installed = Path(sysconfig.get_path("purelib"))
    folder.mkdir(parents=True)
    for name in _RUNTIME:
        if (installed / name).is_dir():
            shutil.copytree(installed / name, folder / name, ignore=_NO_CACHES)
        else:
            shutil.copy2(installed / name, folder / name)
