"""Turn a valid call into one that a function must refuse, or survive."""

from collections.abc import Sequence
from random import Random

from tests.kernel.calls import Argument, Call, Scratch
from tests.kernel.prototypes import Parameter, Prototype

_LARGEST = {"int32_t": 2**31 - 1, "int64_t": 2**63 - 1, "size_t": 2**64 - 1, "uint32_t": 2**32 - 1}
_SIZES = {"double": 8, "int32_t": 4, "uint32_t": 4, "int16_t": 2, "uint16_t": 2, "uint8_t": 1}
_DOUBLES = (0.0, -1.0, 5e-324, 1e308, float("inf"), float("-inf"), float("nan"))


def hostile(call: Call, prototype: Prototype, choose: Random) -> Call:
    """Change one to three arguments. A buffer and its length stay true to each other."""
    arguments = list(call.arguments)
    for _ in range(choose.randint(1, 3)):
        number = choose.randrange(len(arguments)) if arguments else 0
        for at, value in _changed(prototype.parameters, arguments, number, choose):
            arguments[at] = value
    return Call(call.function, tuple(arguments))


def _changed(
    parameters: Sequence[Parameter], arguments: Sequence[Argument], number: int, choose: Random
) -> list[tuple[int, Argument]]:
    if not arguments:
        return []
    parameter, value = parameters[number], arguments[number]
    if parameter.is_pointer:
        if isinstance(value, bytes) and choose.random() < 0.5:
            return [(number, _other_values(parameter, value, choose))]
        return _shorter(parameter, number, value, choose)
    if parameter.name.endswith("_length"):
        return _shorter(parameters[number - 1], number - 1, arguments[number - 1], choose)
    if parameter.type == "double":
        near = value + choose.choice((-1.0, 1e-9, 1.0)) if isinstance(value, float) else 0.0
        return [(number, choose.choice((*_DOUBLES, near)))]
    assert isinstance(value, int), f"{parameter} cannot be {value!r}"
    return [(number, _other_integer(parameter.type, value, choose))]


def _other_integer(type_: str, value: int, choose: Random) -> int:
    largest = _LARGEST.get(type_, 2**31 - 1)
    smallest = -largest - 1 if type_.startswith("int") else 0
    chosen = choose.choice(
        (0, 1, 2, value - 1, value + 1, value * 2, value // 2, -value, largest, largest // 2 + 1, smallest)
    )
    return min(max(chosen, smallest), largest)


def _shorter(
    parameter: Parameter, number: int, buffer: Argument, choose: Random
) -> list[tuple[int, Argument]]:
    size = element_size(parameter)
    length = _bytes(buffer) // size
    kept = choose.choice((0, length // 2, max(length - 1, 0), max(length - choose.randint(0, 40), 0)))
    if buffer is None or (kept == 0 and choose.random() < 0.3):
        return [(number, None), (number + 1, 0)]
    if isinstance(buffer, Scratch):
        return [(number, Scratch(kept * size)), (number + 1, kept)]
    assert isinstance(buffer, bytes), f"{parameter} cannot be {buffer!r}"
    return [(number, buffer[: kept * size]), (number + 1, kept)]


def _bytes(buffer: Argument) -> int:
    if isinstance(buffer, Scratch):
        return buffer.length
    return len(buffer) if isinstance(buffer, bytes) else 0


def element_size(parameter: Parameter) -> int:
    """Return the bytes of what a pointer points to."""
    return _SIZES[parameter.type.removeprefix("const ").removesuffix("*").strip()]


def _other_values(parameter: Parameter, content: bytes, choose: Random) -> bytes:
    """Return the buffer with some elements, or all of them, extreme or random."""
    size, changed = element_size(parameter), bytearray(content)
    count = len(content) // size
    if count == 0:
        return content
    if choose.random() < 0.3:
        return choose.randbytes(len(content))
    extremes = [bytes(size), b"\xff" * size, b"\xff" * (size - 1) + b"\x7f", bytes(size - 1) + b"\x80"]
    if choose.random() < 0.3:
        return choose.choice(extremes) * count
    for _ in range(choose.randint(1, 4)):
        at = choose.randrange(count) * size
        near = (int.from_bytes(content[at : at + size], "little") + 1) % 256**size
        changed[at : at + size] = choose.choice((*extremes, near.to_bytes(size, "little")))
    return bytes(changed)
