"""Create the staging folder: only the files that ship, laid out as a Chalice project."""

import shutil
from pathlib import Path

from ops.packaging import kernel
from ops.packaging.bytecode import compile_tree

_SHIPPED = ("app.py", "requirements.txt")
_LIBRARY = "chalicelib"
_STATE = ".chalice"
_KERNEL = Path(_LIBRARY, "imaging", "kernel")
# The kernel's sources, and what was compiled from them for this machine, perhaps some time ago.
_NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.c", "*.h", "*.so", "*.part")


def create_staging_folder(project: Path, architecture: str) -> Path:
    """Create `.build/lambda`, replacing an existing one, and return its path. Raises KernelNotBuilt.

    The kernel is compiled for the architecture. Without it, there is no package.

    Chalice packs every file in chalicelib, including bytecode caches, and derives the package's file name
    from their contents. So the modules are copied without caches and compiled once, and Python writes no
    more caches when it loads them. Chalice's configuration and deployment state stay in the project; the
    staging folder links to them.
    """
    folder = project / ".build" / "lambda"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _SHIPPED:
        shutil.copy2(project / name, folder / name)
    shutil.copytree(project / _LIBRARY, folder / _LIBRARY, ignore=_NOT_SHIPPED)
    kernel.build(project / _KERNEL, architecture, folder / _KERNEL / f"kernel-{architecture}.so")
    compile_tree(folder / _LIBRARY, seen_as=_LIBRARY)
    (folder / _STATE).symlink_to(project / _STATE, target_is_directory=True)
    return folder
