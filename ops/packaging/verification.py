"""Check that a package has exactly the files of the locked libraries, Chalice's runtime and our code."""

import importlib.util
import marshal
from collections.abc import Iterator
from pathlib import Path

from chalicelib.errors import DarkroomError
from ops.packaging.bytecode import CODE_FOLDER
from ops.packaging.recorded_files import CACHE, digest, expected_files, installed, locked_versions, normalized

_SHOWN = 5
# The header of a module that was compiled as `compile_tree` does: PEP 552.
_UNCHECKED_HASH = (1).to_bytes(4, "little")
_HEADER = 16


class PackageMismatch(DarkroomError):
    """The package has files that are not those of the lock and the code, or lacks some."""

    code = "package_mismatch"


def verify(folder: Path, project: Path) -> None:
    """Check an unpacked package against the code and the requirements.txt of a project.

    Raises PackageMismatch.
    """
    problems = sorted([*_versions(folder, project / "requirements.txt"), *_files(folder, project)])
    if problems:
        more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise PackageMismatch(
            f"The package does not match requirements.txt and the code: {', '.join(problems[:_SHOWN])}{more}"
        )


def _versions(folder: Path, requirements: Path) -> Iterator[str]:
    locked = locked_versions(requirements)
    found = {normalized(each.name): each.version for each in installed(folder)}
    for name in sorted(locked.keys() | found.keys()):
        if name not in locked:
            yield f"{name} {found[name]} is not locked"
        elif name not in found:
            yield f"{name} is missing"
        elif found[name] != locked[name]:
            yield f"{name} has the version {found[name]} instead of {locked[name]}"


def _files(folder: Path, project: Path) -> Iterator[str]:
    expected = expected_files(folder, project)
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(expected.keys() - found.keys()):
        yield f"{name} is missing"
    for name, path in found.items():
        if name not in expected:
            if path.parent.name != CACHE:
                yield f"{name} is unexpected"
            elif not _is_compiled_from_its_source(path, folder):
                yield f"{name} is not compiled from its source"
        elif expected[name] not in {None, digest(path.read_bytes())}:
            yield f"{name} has changed"


def _is_compiled_from_its_source(path: Path, folder: Path) -> bool:
    """Compare the code, because Python runs it without a look at the source."""
    try:
        source = Path(importlib.util.source_from_cache(str(path)))
        name = f"{CODE_FOLDER}/{source.relative_to(folder).as_posix()}"
        compiled = compile(source.read_bytes(), name, "exec", dont_inherit=True)
        content = path.read_bytes()
        code = marshal.loads(content[_HEADER:])  # noqa: S302 - only compared
    except (ValueError, SyntaxError, EOFError, TypeError, OSError):
        return False
    header = importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH
    return bool(content.startswith(header) and code == compiled)
