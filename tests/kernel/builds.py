"""Compile the kernel as it ships and with sanitizers, and the program that calls its functions."""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ops.packaging import kernel
from tests.kernel.prototypes import SOURCES, Prototype, prototypes

_DRIVER = Path(__file__).with_name("driver.c")
_ZIG = (sys.executable, "-m", "ziglang", "cc")
# Traps, because building zig's runtime for messages takes half a minute. The second line is no undefined
# behavior in C, but the kernel computes no size that wraps, and truncates only by explicit casts.
_ZIG_CHECKS = (
    *("-fsanitize=undefined,float-divide-by-zero,float-cast-overflow,local-bounds",),
    *("-fsanitize=unsigned-integer-overflow,implicit-conversion",),
    *("-fsanitize-trap=undefined", "-fsanitize-trap=all"),
)
_GCC_FLAGS = (
    *("-std=c11", "-O1", "-g", "-ffp-contract=off", "-fvisibility=hidden", "-fPIC"),
    *("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"),
)


class Missing(Exception):
    """A program that Darkroom's users do not need is not installed."""


def host() -> str:
    """Return Lambda's name of this machine's architecture. Raises Missing if nothing can be compiled."""
    name = {"x86_64": "x86_64", "aarch64": "arm64"}.get(platform.machine())
    if platform.system() != "Linux" or name is None:
        raise Missing("Needs Linux on x86-64 or arm64")
    if importlib.util.find_spec("ziglang") is None:
        raise Missing("Not installed: ziglang")
    return name


def with_undefined_checks(folder: Path, target: Path) -> Path:
    """Compile as for Lambda, but undefined behavior ends the process by a trap. Raises Missing."""
    flags = (*kernel.FLAGS, *_ZIG_CHECKS, "-shared", "-fPIC", "-g")
    return _compiled((*_ZIG, "-target", kernel.TARGETS[host()], *flags), kernel.sources(folder), target)


def with_address_checks(folder: Path, target: Path) -> Path:
    """Compile with gcc's AddressSanitizer, which zig does not include. Raises Missing."""
    host()
    headers = tuple((header.name, header.read_bytes()) for header in sorted(folder.glob("*.h")))
    objects = target.with_suffix(".objects")
    objects.mkdir()
    for source in kernel.sources(folder):
        content = _address_object(source.name, source.read_bytes(), headers)
        (objects / f"{source.stem}.o").write_bytes(content)
    return _compiled((_installed("gcc"), *_GCC_FLAGS, "-shared"), sorted(objects.iterdir()), target)


def shipped(folder: Path, architecture: str, target: Path) -> Path:
    """Compile as for Lambda."""
    kernel.build(folder, architecture, target)
    return target


def driver(architecture: str, target: Path) -> Path:
    """Compile driver.c with the prototypes of all functions that the kernel exports."""
    include = target.with_suffix(".include")
    include.mkdir()
    (include / "functions.inc").write_text(_functions(prototypes().values()), "utf-8")
    flags = ("-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", f"-I{include}", f"-I{SOURCES}")
    return _compiled((*_ZIG, "-target", kernel.TARGETS[architecture], *flags), [_DRIVER], target)


def address_runtime() -> str:
    """Return gcc's AddressSanitizer, which has to be loaded before any other library. Raises Missing."""
    asked = [_installed("gcc"), "-print-file-name=libasan.so"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


@cache
def _address_object(name: str, source: bytes, headers: tuple[tuple[str, bytes], ...]) -> bytes:
    """Compile a file once for all kernels that have the same: those with a fault differ in one."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for each, content in ((name, source), *headers):
            (folder / each).write_bytes(content)
        target = folder / "object.o"
        _compiled((_installed("gcc"), *_GCC_FLAGS, "-c"), [folder / name], target)
        return target.read_bytes()


def _installed(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise Missing(f"Not installed: {program}")
    return path


def _compiled(command: tuple[str, ...], sources: Iterable[Path], target: Path) -> Path:
    done = subprocess.run(
        [*command, "-o", str(target), *map(str, sources)],
        env={**os.environ, **kernel.CACHE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return target


def _functions(found: Iterable[Prototype]) -> str:
    calls, rows = [], []
    for each in found:
        types = ", ".join(parameter.type for parameter in each.parameters) or "void"
        values = ", ".join(_value(parameter.type, number) for number, parameter in enumerate(each.parameters))
        calls.append(
            f"static int64_t call_{each.name}(void *function, const struct argument *arguments) {{\n"
            f"    (void)arguments;\n"
            f"    return (({each.returns} (*)({types}))function)({values});\n}}\n"
        )
        rows.append(f'    {{"{each.name}", call_{each.name}}},\n')
    return "".join((*calls, "static const struct function FUNCTIONS[] = {\n", *rows, "};\n"))


def _value(type_: str, number: int) -> str:
    field = "pointer" if type_.endswith("*") else "real" if type_ == "double" else "integer"
    cast = "" if field == "pointer" else f"({type_})"
    return f"{cast}arguments[{number}].{field}"
