"""Python environments with only the packages of a lock file."""

import re
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from local.process import ROOT


def python_with(lock: str, folder: Path) -> Path:
    """Create an environment with links to the packages of a lock file; return its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    [site] = folder.glob("lib/python*/site-packages")
    for package in installed(ROOT / lock):
        for name in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
            link = site / name
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(name))))
    return folder / "bin" / "python"


def installed(lock: Path) -> Iterator[Distribution]:
    for name in re.findall(r"^([a-z0-9_.-]+)==", lock.read_text("utf-8"), re.MULTILINE):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            assert name in {"ansicon", "colorama"}, f"{name} is not installed"  # Windows needs these
