"""Small libraries, installed or as wheels."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from ops.packaging.recorded_files import digest


def write_library(
    folder: Path, name: str, version: str, files: Mapping[str, bytes], requires: str = ""
) -> None:
    """Write the files of a library and its metadata."""
    info = f"{name}-{version}.dist-info"
    requires = requires and f"Requires-Dist: {requires}\n"
    metadata = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [
        f"{path},sha256={digest(content)},{len(content)}" for path, content in {**files, **metadata}.items()
    ]
    listed = "\n".join([*record, f"{info}/RECORD,,"])
    for path, content in {**files, **metadata, f"{info}/RECORD": listed.encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def write_wheel(folder: Path, name: str, version: str, requires: str = "") -> str:
    """Write a wheel with one module; return its SHA-256 in hexadecimal."""
    content = folder.parent / f"{name}-{version}"
    write_library(content, name, version, {f"{name}.py": b""}, requires)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with ZipFile(wheel, "w") as zipped:
        for path in sorted(content.rglob("*")):
            zipped.write(path, path.relative_to(content))
    return hashlib.sha256(wheel.read_bytes()).hexdigest()
