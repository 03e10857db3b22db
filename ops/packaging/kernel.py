"""Compile the image engine's kernel with the C compiler of the package ziglang.

The same files give the same bytes, wherever they are and whatever machine compiles them.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

from chalicelib.errors import DarkroomError

# The glibc that the wheels of Pillow need as well. Lambda has 2.34 since Python 3.12.
TARGETS = MappingProxyType({"x86_64": "x86_64-linux-gnu.2.28", "arm64": "aarch64-linux-gnu.2.28"})
# Fused multiply-add would give other results on arm64 than on x86-64.
FLAGS = ("-std=c11", "-O2", "-ffp-contract=off", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror")
_LINKING = ("-shared", "-fPIC", "-s")
# The compiler builds the stubs of glibc once. `make clean` deletes them with the environment.
CACHE = MappingProxyType({"ZIG_GLOBAL_CACHE_DIR": str(Path(sys.prefix) / "zig-cache")})
_LOAD = (
    "import sys; from pathlib import Path; from chalicelib.imaging.kernel import library;"
    " library.load(Path(sys.argv[1]))"
)
_PROJECT = Path(__file__).parents[2]


class KernelNotBuilt(DarkroomError):
    """The compiler is missing or reports an error, or what it wrote cannot be loaded."""

    code = "kernel_not_built"


def sources(folder: Path) -> list[Path]:
    """Return the kernel's C files in a stable order."""
    return sorted(folder.glob("*.c"))


def build(folder: Path, architecture: str, target: Path) -> None:
    """Compile the C files of a folder for one of Lambda's architectures. Raises KernelNotBuilt.

    If it fails, an earlier object is deleted, since it was compiled from other files.
    """
    unfinished = target.with_suffix(".part")
    try:
        unfinished.touch()
    except OSError as error:
        raise KernelNotBuilt(f"The kernel for {architecture} cannot be written: {error}") from error
    try:
        _compile(sources(folder), architecture, unfinished)
    except KernelNotBuilt:
        unfinished.unlink()
        target.unlink(missing_ok=True)
        raise
    # Processes that have loaded the earlier object keep it.
    unfinished.replace(target)


def check(target: Path) -> None:
    """Load an object for this machine in a process of its own; delete it if that fails.

    Where there is no glibc, an object that was compiled may not load. Raises KernelNotBuilt.
    """
    done = subprocess.run(  # noqa: S603 - this project's own code
        [sys.executable, "-c", _LOAD, str(target)], cwd=_PROJECT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        target.unlink(missing_ok=True)
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise KernelNotBuilt(f"The kernel was compiled, but this machine cannot load it: {lines[-1]}")


def _compile(files: list[Path], architecture: str, target: Path) -> None:
    if importlib.util.find_spec("ziglang") is None:
        raise KernelNotBuilt(
            f"The kernel for {architecture} cannot be compiled, because the compiler is not installed;"
            " run make kernel, or pip install --require-hashes -r requirements-kernel.txt"
        )
    compiler = [sys.executable, "-m", "ziglang", "cc", "-target", TARGETS[architecture]]
    done = subprocess.run(  # noqa: S603 - the compiler of a locked package
        [*compiler, *FLAGS, *_LINKING, "-o", str(target), *map(str, files)],
        env={**os.environ, **CACHE},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise KernelNotBuilt(f"The kernel for {architecture} cannot be compiled: {done.stderr.strip()}")
