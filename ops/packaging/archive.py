"""Pack, unpack and measure zip files. The same files always give the same bytes."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

# The earliest time that a zip file supports. A fixed time keeps the hash of an unchanged package the same.
_TIME = (1980, 1, 1, 0, 0, 0)
# The user that runs functions in Lambda must be able to read the files.
_MODE = 0o644
# The highest one takes almost three times as long, and its package is only 0.3 percent smaller.
_LEVEL = 7


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive into a folder."""
    with ZipFile(archive) as zipped:
        zipped.extractall(folder)


def pack(folder: Path, archive: Path, comment: bytes) -> None:
    """Pack a folder. The archive appears under its name only once it is complete."""
    unfinished = archive.with_suffix(".unfinished")
    with ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as zipped:
        zipped.comment = comment
        for path in _files(folder):
            info = ZipInfo(path.relative_to(folder).as_posix(), _TIME)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = _MODE << 16
            zipped.writestr(info, path.read_bytes(), compresslevel=_LEVEL)
    unfinished.replace(archive)


def comment(archive: Path) -> bytes:
    """Return the comment of an archive."""
    with ZipFile(archive) as zipped:
        return zipped.comment


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


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
