"""The functions that the kernel exports, as its C files define them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.packaging import kernel

SOURCES = Path(__file__).parents[2] / "chalicelib" / "imaging" / "kernel"
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_DEFINITION = re.compile(r"^EXPORTED\s+([\w\s]+?)\s+(\w+)\(([^)]*)\)\s*\{", re.MULTILINE)
_PARAMETER = re.compile(r"(.*?)(\w+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `const uint8_t *` and `pixels`."""

    type: str
    name: str

    @property
    def is_pointer(self) -> bool:
        """Return whether the function takes a buffer."""
        return self.type.endswith("*")

    @property
    def is_output(self) -> bool:
        """Return whether callers read what the function writes there."""
        return self.is_pointer and not self.type.startswith("const ") and not self.is_scratch

    @property
    def is_scratch(self) -> bool:
        """Return whether the buffer is only for the function's own use."""
        return self.is_pointer and "scratch" in self.name


@dataclass(frozen=True, slots=True)
class Prototype:
    """What callers have to know of a function."""

    name: str
    returns: str
    parameters: tuple[Parameter, ...]


def prototypes(folder: Path = SOURCES) -> dict[str, Prototype]:
    """Return the exported functions of all C files in a folder by name."""
    return {each.name: each for path in kernel.sources(folder) for each in _defined(path.read_text("utf-8"))}


def _defined(source: str) -> Iterator[Prototype]:
    for returns, name, parameters in _DEFINITION.findall(_COMMENT.sub("", source)):
        listed = [] if parameters.strip() == "void" else parameters.split(",")
        yield Prototype(name, " ".join(returns.split()), tuple(map(_parameter, listed)))


def _parameter(text: str) -> Parameter:
    match = _PARAMETER.fullmatch(" ".join(text.split()))
    assert match, f"not a parameter: {text}"
    return Parameter(match[1].strip(), match[2])
