"""Read requirements.txt, the lock of the libraries that ship to Lambda."""

import re
from collections.abc import Mapping
from pathlib import Path

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)


def locked_versions(requirements: Path) -> Mapping[str, str]:
    """Return the version of each locked distribution by its normalized name."""
    return {normalized(name): version for name, version in _PIN.findall(requirements.read_text("utf-8"))}


def normalized(name: str) -> str:
    """Normalize the name of a distribution as in PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
