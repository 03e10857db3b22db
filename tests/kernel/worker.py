"""Run the calls on standard input with a kernel, and write their results as driver.c does.

For processes with AddressSanitizer: each buffer comes from its malloc, which guards every byte behind it.
"""

import ctypes
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chalicelib.imaging.kernel import library
from tests.kernel.calls import Argument, Call, Result, Scratch, read_calls
from tests.kernel.prototypes import prototypes

_LIBC = ctypes.CDLL(None)
_LIBC.malloc.restype = ctypes.c_void_p
_LIBC.malloc.argtypes = (ctypes.c_size_t,)
_LIBC.free.argtypes = (ctypes.c_void_p,)
_LIBC.free.restype = None


def main() -> None:
    """Run all calls with the kernel at the path that is the only argument."""
    kernel = library.load(Path(sys.argv[1]))
    for call in read_calls(sys.stdin.buffer.read(), list(prototypes())):
        result = _run(getattr(kernel, call.function), call)
        sys.stdout.buffer.write(struct.pack("<q", result.status) + b"".join(result.buffers))
        sys.stdout.buffer.flush()


def _run(function: Any, call: Call) -> Result:
    addresses = [_allocated(argument) for argument in call.arguments]
    arguments = map(_argument, call.arguments, addresses, function.argtypes)
    status = function(*arguments)
    return Result(status, tuple(_released(call.arguments, addresses)))


def _allocated(argument: Argument) -> int | None:
    if not isinstance(argument, bytes | Scratch):
        return None
    length = argument.length if isinstance(argument, Scratch) else len(argument)
    address: int | None = _LIBC.malloc(length)
    assert address is not None, f"no memory for {length} bytes"
    if isinstance(argument, Scratch):
        ctypes.memset(address, argument.fill, length)
    else:
        ctypes.memmove(address, argument, length)
    return address


def _argument(argument: Argument, address: int | None, type_: Any) -> Any:
    if argument is None or address is not None:
        return ctypes.cast(ctypes.c_void_p(address), type_)
    return argument


def _released(arguments: Sequence[Argument], addresses: Sequence[int | None]) -> Iterator[bytes]:
    for argument, address in zip(arguments, addresses, strict=True):
        if isinstance(argument, bytes) and address is not None:
            yield ctypes.string_at(address, len(argument))
        _LIBC.free(address)


if __name__ == "__main__":
    main()
