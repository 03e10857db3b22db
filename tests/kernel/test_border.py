"""Python and C agree on the kernel's functions, and each function with a buffer is fuzzed."""

import ctypes
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ops.packaging.kernel import sources
from tests.kernel.calls import Scratch
from tests.kernel.hostile import element_size
from tests.kernel.prototypes import SOURCES, Parameter, prototypes
from tests.kernel.targets.all_targets import TARGETS

NUMBERS = {"int32_t": ctypes.c_int32, "size_t": ctypes.c_size_t, "double": ctypes.c_double}


def matches(declared: Any, parameter: Parameter) -> bool:
    if not parameter.is_pointer:
        return declared is NUMBERS[parameter.type]
    return ctypes.sizeof(declared._type_) == element_size(parameter)


def test_every_exported_function_is_read_from_the_sources() -> None:
    text = "".join(path.read_text("utf-8") for path in sources(SOURCES))
    assert len(re.findall(r"\bEXPORTED\b", text)) == len(prototypes())
    assert all(name.startswith("darkroom_") for name in prototypes())


def test_python_declares_the_types_of_all_arguments(kernel: ctypes.CDLL) -> None:
    for name, prototype in prototypes().items():
        declared = getattr(kernel, name).argtypes
        assert declared is not None, f"library.py does not declare {name}"
        pairs = list(zip(declared, prototype.parameters, strict=True))
        assert [parameter for type_, parameter in pairs if not matches(type_, parameter)] == [], name
        assert getattr(kernel, name).restype is ctypes.c_int32
        assert prototype.returns in {"int32_t", "enum status"}


def test_every_buffer_is_followed_by_its_length() -> None:
    for prototype in prototypes().values():
        names = [parameter.name for parameter in prototype.parameters]
        for number, parameter in enumerate(prototype.parameters):
            if parameter.is_pointer:
                assert names[number + 1 : number + 2] == [f"{parameter.name}_length"], prototype.name


@pytest.mark.parametrize("name", TARGETS)
def test_calls_have_scratch_memory_where_the_function_does(name: str) -> None:
    arguments = TARGETS[name](Random(0)).arguments  # noqa: S311 - any call
    are_scratch = [isinstance(each, Scratch) for each in arguments]
    assert are_scratch == [each.is_scratch for each in prototypes()[name].parameters]


def test_every_function_with_a_buffer_is_fuzzed() -> None:
    found = {name for name, each in prototypes().items() if any(one.is_pointer for one in each.parameters)}
    assert found == set(TARGETS)


def test_a_function_that_is_not_exported_has_no_prototype(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text(
        "/* EXPORTED int32_t darkroom_old(void) { */\n"
        "static int32_t inner(int32_t a) {\n}\n"
        "EXPORTED int32_t darkroom_new(\n    const uint8_t *pixels, size_t pixels_length) {\n}\n",
        "utf-8",
    )
    (found,) = prototypes(tmp_path).values()
    assert found.name == "darkroom_new"
    assert found.parameters == (Parameter("const uint8_t *", "pixels"), Parameter("size_t", "pixels_length"))
