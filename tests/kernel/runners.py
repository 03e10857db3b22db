"""Ways to run calls: in processes of their own, which may end in the middle."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.kernel import builds
from tests.kernel.calls import Call, Result, packed, unpacked
from tests.kernel.prototypes import prototypes

# Debian's package libc6-arm64-cross, the libraries that the shipped object for arm64 needs.
_ARM64_ROOT = Path("/usr/aarch64-linux-gnu")
ROOT = Path(__file__).parents[2]
# Python itself leaves memory to the end of the process, and Pillow asks for more than there is.
_ADDRESS_OPTIONS = "detect_leaks=0:allocator_may_return_null=1:exitcode=99"


@dataclass(frozen=True, slots=True)
class Run:
    """Results as far as the process came, and what it said in the end."""

    results: tuple[Result, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Runner:
    """A command that reads packed calls and writes their results, with environment variables of its own."""

    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()

    def run(self, calls: Sequence[Call]) -> Run:
        """Run calls up to the first that ends the process."""
        done = subprocess.run(
            self.command,
            input=packed(calls, list(prototypes())),
            capture_output=True,
            env={**os.environ, **dict(self.environment)},
            check=False,
        )
        text = done.stderr.decode(errors="replace")
        end = f"exit status {done.returncode}\n{text}" if done.returncode else ""
        return Run(tuple(unpacked(done.stdout, calls)), end)


def driven(name: str, architecture: str, driver: Path, library: Path) -> Runner:
    """Return the runner of an object for an architecture. Raises builds.Missing."""
    return Runner(name, (*emulator(architecture), str(driver), str(library)))


def emulator(architecture: str) -> tuple[str, ...]:
    """Return the command that runs programs for an architecture. Raises builds.Missing."""
    if architecture == builds.host():
        return ()
    if architecture != "arm64":
        raise builds.Missing(f"Needs a processor for {architecture}")
    qemu = shutil.which("qemu-aarch64-static")
    if qemu is None:
        raise builds.Missing("Not installed: qemu-user-static")
    if not _ARM64_ROOT.exists():
        raise builds.Missing("Not installed: libc6-arm64-cross")
    return (qemu, "-L", str(_ARM64_ROOT))


def preloaded(name: str, library: Path) -> Runner:
    """Return the runner of an object with AddressSanitizer, in a Python process. Raises builds.Missing."""
    command = (sys.executable, "-m", "tests.kernel.worker", str(library))
    return Runner(name, command, address_environment())


def address_environment() -> tuple[tuple[str, str], ...]:
    """Return the variables of a Python process that may load AddressSanitizer. Raises builds.Missing."""
    return (
        ("LD_PRELOAD", builds.address_runtime()),
        ("ASAN_OPTIONS", _ADDRESS_OPTIONS),
        # Python's own allocator would put buffers beside each other.
        ("PYTHONMALLOC", "malloc"),
        # Behind the tree, which is the current folder.
        ("PYTHONPATH", str(ROOT)),
    )
