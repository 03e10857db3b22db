"""Faults to plant in a copy of the kernel's sources."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.kernel.prototypes import SOURCES


@dataclass(frozen=True, slots=True)
class Fault:
    """A replacement in one of the C files."""

    file: str
    right: str
    wrong: str

    def plant(self, folder: Path) -> Path:
        """Copy the sources to a new folder, with the fault."""
        shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("*.py", "*.so", "__pycache__"))
        path = folder / self.file
        text = path.read_text("utf-8")
        assert text.count(self.right) == 1, f"{self.file} does not have this line once: {self.right}"
        path.write_text(text.replace(self.right, self.wrong), "utf-8")
        return folder
