"""Calls of the kernel's functions as files, which a process of another architecture can run."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scratch:
    """A buffer that only the function itself uses. What it contains before must not matter."""

    length: int
    fill: int = 0xAA


# An integer, a double, the content of a buffer, scratch memory, or NULL.
Argument = int | float | bytes | Scratch | None
_HEADER = struct.Struct("<II")
_INTEGER = struct.Struct("<Qq")
_DOUBLE = struct.Struct("<Qd")
_INTEGER_KIND, _DOUBLE_KIND, _BUFFER_KIND, _NULL_KIND = range(4)
# To which the byte is added that scratch memory is filled with.
_SCRATCH_KIND = 256


@dataclass(frozen=True, slots=True)
class Call:
    """One call. Buffers begin with the given content, and end where it ends."""

    function: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a function returned, and what the buffers, except scratch memory, contain afterwards."""

    status: int
    buffers: tuple[bytes, ...] = field(repr=False)


def packed(calls: Iterable[Call], order: Sequence[str]) -> bytes:
    """Return calls in the format that driver.c reads. Functions are numbered as in `order`."""
    numbers = {name: number for number, name in enumerate(order)}
    parts = []
    for call in calls:
        parts.append(_HEADER.pack(numbers[call.function], len(call.arguments)))
        parts += [part for argument in call.arguments for part in _packed(argument)]
    return b"".join(parts)


def _packed(argument: Argument) -> tuple[bytes, ...]:
    match argument:
        case bytes():
            return (_INTEGER.pack(_BUFFER_KIND, len(argument)), argument)
        case float():
            return (_DOUBLE.pack(_DOUBLE_KIND, argument),)
        case Scratch(length, fill):
            return (_INTEGER.pack(_SCRATCH_KIND + fill, length),)
        case None:
            return (_INTEGER.pack(_NULL_KIND, 0),)
    # size_t arguments of 2**63 and above have the same bits as negative ones
    return (_INTEGER.pack(_INTEGER_KIND, (argument + 2**63) % 2**64 - 2**63),)


def read_calls(content: bytes, order: Sequence[str]) -> Iterator[Call]:
    """Yield the calls that `packed` was given."""
    position = 0
    while position < len(content):
        number, count = _HEADER.unpack_from(content, position)
        position += _HEADER.size
        arguments: list[Argument] = []
        for _ in range(count):
            kind, value = _INTEGER.unpack_from(content, position)
            if kind == _DOUBLE_KIND:
                _, value = _DOUBLE.unpack_from(content, position)
            position += _INTEGER.size
            if kind == _BUFFER_KIND:
                arguments.append(content[position : position + value])
                position += value
            elif kind >= _SCRATCH_KIND:
                arguments.append(Scratch(value, kind - _SCRATCH_KIND))
            else:
                arguments.append(None if kind == _NULL_KIND else value)
        yield Call(order[number], tuple(arguments))


def unpacked(output: bytes, calls: Iterable[Call]) -> Iterator[Result]:
    """Yield the results that driver.c wrote, as far as it came."""
    position = 0
    for call in calls:
        lengths = [len(argument) for argument in call.arguments if isinstance(argument, bytes)]
        end = position + 8 + sum(lengths)
        if end > len(output):
            return
        (status,) = struct.unpack_from("<q", output, position)
        position += 8
        buffers = []
        for length in lengths:
            buffers.append(output[position : position + length])
            position += length
        yield Result(status, tuple(buffers))
