"""Render files in a process of its own, which AddressSanitizer may end."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib.imaging.kernel import objects
from tests.kernel import builds
from tests.kernel.prototypes import SOURCES
from tests.kernel.runners import ROOT, address_environment


@dataclass(frozen=True, slots=True)
class Rendered:
    """The checksum of a file's variants, or why it was refused; None, and why, if the process ended."""

    path: Path
    checksum: str | None
    end: str = ""


def shipped(folder: Path) -> Path:
    """Compile the kernel as it ships into a new folder. Raises builds.Missing."""
    architecture = builds.host()
    folder.mkdir()
    builds.shipped(SOURCES, architecture, folder / objects.object_file(architecture).name)
    return folder


def with_address_checks(folder: Path, sources: Path = SOURCES) -> Path:
    """Compile the kernel with AddressSanitizer into a new folder. Raises builds.Missing."""
    folder.mkdir()
    builds.with_address_checks(sources, folder / objects.object_file(builds.host()).name)
    return folder


def render(paths: Iterable[Path], kernel: Path, *, addresses: bool) -> Iterator[Rendered]:
    """Render all files with the kernel of a folder. After one that ends the process, a new one goes on."""
    left = list(paths)
    while left:
        done, end = _render(left, kernel, address_environment() if addresses else ())
        yield from done
        left = left[len(done) :]
        if left:
            yield Rendered(left[0], None, end)
            left = left[1:]


def _render(
    paths: list[Path], kernel: Path, environment: tuple[tuple[str, str], ...]
) -> tuple[list[Rendered], str]:
    done = subprocess.run(
        (sys.executable, "-m", "tests.kernel.engine_worker", str(kernel)),
        input="".join(f"{path}\n" for path in paths),
        capture_output=True,
        text=True,
        env={**os.environ, **dict(environment), "DARKROOM_KERNEL": "on"},
        cwd=ROOT,
        check=False,
    )
    checksums = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    rendered = [Rendered(path, checksum) for path, checksum in zip(paths, checksums, strict=False)]
    return rendered, f"exit status {done.returncode}\n{done.stderr}"
