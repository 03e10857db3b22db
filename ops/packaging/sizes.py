"""Measure how much each library adds to the package."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from msgspec import Struct

_KERNEL = re.compile(r"^chalicelib/imaging/kernel/kernel-\w+\.so$")
# `Pillow-13.0.0.dist-info` and `pillow.libs` count as part of `pillow`.
_SUFFIX = re.compile(r"(-[^-]*\.dist-info|\.libs)$")


class Size(Struct, frozen=True, kw_only=True):
    """The size in bytes of one top-level folder or module, or of the kernel, zipped and unzipped."""

    name: str
    zipped: int
    unzipped: int


def sizes(archive: Path) -> list[Size]:
    """Return the parts of a package, largest first."""
    totals: dict[str, tuple[int, int]] = {}
    with ZipFile(archive) as zipped:
        for name, packed, unpacked in _entries(zipped):
            before = totals.get(name, (0, 0))
            totals[name] = (before[0] + packed, before[1] + unpacked)
    parts = [Size(name=name, zipped=each[0], unzipped=each[1]) for name, each in totals.items()]
    return sorted(parts, key=lambda size: -size.zipped)


def _entries(zipped: ZipFile) -> Iterator[tuple[str, int, int]]:
    for info in zipped.infolist():
        top = "kernel" if _KERNEL.match(info.filename) else info.filename.partition("/")[0]
        yield _SUFFIX.sub("", top).removesuffix(".py").lower(), info.compress_size, info.file_size
