"""Compiled modules. Lambda's code folder is read-only, so what comes uncompiled is compiled at each start.

`unchecked-hash` makes them independent of times, which a zip does not keep exactly:
https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation
"""

import compileall
from pathlib import Path
from py_compile import PycInvalidationMode

# Where Lambda unpacks a package; tracebacks name files by it.
CODE_FOLDER = "/var/task"


def compile_tree(folder: Path, *, seen_as: str = "") -> None:
    """Compile all modules below a folder for this very Python; `seen_as` is the folder in the package."""
    # Libraries carry files for other Pythons, which cannot be compiled and are never imported.
    compileall.compile_dir(
        folder,
        ddir=f"{CODE_FOLDER}/{seen_as}",
        quiet=2,
        force=True,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
