"""What a package should have: the locked libraries, and all files except compiled modules by SHA-256.

Each library lists its files in RECORD:
https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file
"""

import base64
import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution
from pathlib import Path

# Of Chalice, Lambda gets its runtime alone.
_CHALICE = ("chalice/__init__.py", "chalice/app.py")
_OWN = ("app.py", "chalicelib")
CACHE = "__pycache__"
# Where a wheel may have files that belong to the top folder.
_TOP_FOLDER = re.compile(r"^[^/]+\.data/(?:purelib|platlib)/")


def expected_files(folder: Path, project: Path) -> Mapping[str, str | None]:
    """Return the digest of each file by its path; None for the RECORD files, which cannot have their own.

    `folder` has the unpacked package and `project` the code that it was built from.
    """
    libraries = {path: recorded for library in installed(folder) for path, recorded in _recorded(library)}
    return libraries | dict(_chalice()) | dict(_own(project))


def installed(folder: Path) -> list[Distribution]:
    """Return the libraries whose metadata are in the folder."""
    return list(Distribution.discover(path=[str(folder)]))


def digest(content: bytes) -> str:
    """Return the SHA-256 as in RECORD."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _recorded(library: Distribution) -> Iterator[tuple[str, str | None]]:
    for path, recorded, _size in csv.reader((library.read_text("RECORD") or "").splitlines()):
        is_record = path.endswith(".dist-info/RECORD")
        yield _TOP_FOLDER.sub("", path), None if is_record else recorded.removeprefix("sha256=")


def _chalice() -> Iterator[tuple[str, str]]:
    """Yield the files of Chalice, whose own package was installed with hashes."""
    for file in distribution("chalice").files or ():
        if file.as_posix() in _CHALICE and file.hash:
            yield file.as_posix(), file.hash.value


def _own(project: Path) -> Iterator[tuple[str, str]]:
    for name in _OWN:
        top = project / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and path.parent.name != CACHE:
                yield path.relative_to(project).as_posix(), digest(path.read_bytes())


_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)


def locked_versions(requirements: Path) -> Mapping[str, str]:
    """Return the version of each locked distribution by its normalized name."""
    return {normalized(name): version for name, version in _PIN.findall(requirements.read_text("utf-8"))}


def normalized(name: str) -> str:
    """Normalize the name of a distribution as in PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
