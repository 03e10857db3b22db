"""Compile the image engine's kernel with the C compiler of the package ziglang."""

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


class KernelNotBuilt(DarkroomError):
    """The compiler is missing or reports an error."""

    code = "kernel_not_built"


def sources(folder: Path) -> list[Path]:
    """Return the kernel's C files in a stable order."""
    return sorted(folder.glob("*.c"))


def build(folder: Path, architecture: str, target: Path) -> None:
    """Compile the C files of a folder for one of Lambda's architectures. Raises KernelNotBuilt."""
    unfinished = target.with_suffix(".part")
    compiler = [sys.executable, "-m", "ziglang", "cc", "-target", TARGETS[architecture]]
    files = [str(path) for path in sources(folder)]
    done = subprocess.run(  # noqa: S603 - the compiler of a locked package
        [*compiler, *FLAGS, *_LINKING, "-o", str(unfinished), *files],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise KernelNotBuilt(f"The kernel for {architecture} cannot be compiled: {done.stderr.strip()}")
    unfinished.replace(target)
