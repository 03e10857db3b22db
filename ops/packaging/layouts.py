"""The package as Lambda finds it, with and without compiled modules, beside a runtime that has boto3."""

import shutil
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from ops.packaging import archive
from ops.packaging.bytecode import compile_tree

# boto3 and all that it imports, as Lambda's runtime has them.
_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
_NO_CACHES = shutil.ignore_patterns("__pycache__", "*.pyc")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Folders for `sys.path`, ahead of the standard library."""

    name: str
    task: Path
    runtime: Path

    @property
    def path(self) -> list[str]:
        """In Lambda's order."""
        return [str(self.task), str(self.runtime)]


def layouts(zipped: Path, folder: Path) -> list[Layout]:
    """Lay out, below a folder, what is compared: as built; as pip and Chalice pack it; boto3 likewise."""
    compiled, bare = folder / "task", folder / "task-bare"
    archive.unpack(zipped, compiled)
    shutil.copytree(compiled, bare, ignore=_NO_CACHES)
    _copy_runtime(folder / "runtime-bare")
    shutil.copytree(folder / "runtime-bare", folder / "runtime")
    compile_tree(folder / "runtime")
    return [
        Layout(name="as built", task=compiled, runtime=folder / "runtime"),
        Layout(name="package not compiled", task=bare, runtime=folder / "runtime"),
        Layout(name="nothing compiled", task=bare, runtime=folder / "runtime-bare"),
    ]


def _copy_runtime(folder: Path) -> None:
    installed = Path(sysconfig.get_path("purelib"))
    folder.mkdir(parents=True)
    for name in _RUNTIME:
        if (installed / name).is_dir():
            shutil.copytree(installed / name, folder / name, ignore=_NO_CACHES)
        else:
            shutil.copy2(installed / name, folder / name)
