"""Compile the package's modules to bytecode.

Lambda's code folder is read-only, so Python would otherwise compile them in every cold start. The mode
`unchecked-hash` ignores file times, which a zip file doesn't store exactly:
https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation
"""

import compileall
from pathlib import Path
from py_compile import PycInvalidationMode

# Where Lambda unpacks a package; tracebacks contain this path.
CODE_FOLDER = "/var/task"


def compile_tree(folder: Path, *, seen_as: str = "") -> None:
    """Compile all modules in a folder for the running Python. `seen_as` is its path in the package."""
    # Libraries contain files for other Python versions, which can't be compiled and are never imported.
    compileall.compile_dir(
        folder,
        ddir=f"{CODE_FOLDER}/{seen_as}",
        quiet=2,
        force=True,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
