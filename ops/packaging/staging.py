"""A folder with what ships and nothing else, that Chalice takes for the project."""

import shutil
from pathlib import Path

from ops.packaging.bytecode import compile_tree

_SHIPPED = ("app.py", "requirements.txt")
_LIBRARY = "chalicelib"
_STATE = ".chalice"


def staged(project: Path) -> Path:
    """Lay out `.build/lambda` anew and return it.

    Chalice packs every file below chalicelib, stray caches included, and names the package by what is in
    them. So they are copied without caches and compiled once: no Python that loads them writes more. Its
    configuration and its notes on what is deployed stay where they are; the folder links to them.
    """
    folder = project / ".build" / "lambda"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _SHIPPED:
        shutil.copy2(project / name, folder / name)
    shutil.copytree(project / _LIBRARY, folder / _LIBRARY, ignore=shutil.ignore_patterns("__pycache__"))
    compile_tree(folder / _LIBRARY, seen_as=_LIBRARY)
    (folder / _STATE).symlink_to(project / _STATE, target_is_directory=True)
    return folder
