"""Where the compiled kernel is. Nothing here loads it, or the rest of the engine."""

import platform
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
# Lambda's names of processor architectures by those of the machine.
_ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}


def object_file(architecture: str) -> Path:
    """Return where the kernel for one of Lambda's architectures is, if it was compiled."""
    return FOLDER / f"kernel-{architecture}.so"


def object_here() -> Path | None:
    """Return where the kernel for this machine is; None if there can be none."""
    architecture = _ARCHITECTURES.get(platform.machine())
    if platform.system() != "Linux" or architecture is None:
        return None
    return object_file(architecture)


@cache
def is_built() -> bool:
    """Return whether the kernel for this machine was compiled when this was asked first.

    A kernel that is compiled while this process runs must not change how it renders half of its images.
    """
    file = object_here()
    return file is not None and file.exists()
