"""Decode CBOR (RFC 8949): the part that C2PA manifests use, with limits on depth and number of items."""

import struct
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_DEPTH = 32
_MAX_ITEMS = 20_000
_SIMPLE = MappingProxyType({20: False, 21: True, 22: None, 23: None})
_FLOATS = MappingProxyType({25: ">e", 26: ">f", 27: ">d"})


def decode(data: bytes) -> object:
    """Return the first item of the data. Raises ValueError if it is malformed, too deep or too long."""
    try:
        return _Decoder(data).item(0)
    except (IndexError, struct.error, TypeError) as fault:
        raise ValueError("The CBOR data is malformed") from fault


class _Decoder:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._items = 0

    def item(self, depth: int) -> object:
        self._items += 1
        if depth > _MAX_DEPTH or self._items > _MAX_ITEMS:
            raise ValueError("The CBOR data has too many items")
        major, extra = self._data[self._at] >> 5, self._data[self._at] & 31
        self._at += 1
        if major == 7:  # noqa: PLR2004  RFC 8949, section 3.1: floats and simple values
            return self._simple(extra)
        argument = self._argument(extra)
        readers: tuple[Callable[[], object], ...] = (
            lambda: argument,
            lambda: -1 - argument,
            lambda: self._take(argument),
            lambda: self._take(argument).decode(errors="replace"),
            lambda: [self.item(depth + 1) for _ in range(argument)],
            lambda: {self.item(depth + 1): self.item(depth + 1) for _ in range(argument)},
            lambda: self.item(depth + 1),  # a tag, whose meaning does not matter here
        )
        return readers[major]()

    def _argument(self, extra: int) -> int:
        if extra < 24:  # noqa: PLR2004  RFC 8949, section 3: smaller values are the argument itself
            return extra
        if extra > 27:  # noqa: PLR2004  reserved, or an indefinite length
            raise ValueError("The CBOR data has items of indefinite length")
        return int.from_bytes(self._take(1 << extra - 24), "big")

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise ValueError("The CBOR data ends early")
        self._at += count
        return taken

    def _simple(self, extra: int) -> object:
        if extra in _FLOATS:
            layout = _FLOATS[extra]
            return struct.unpack(layout, self._take(struct.calcsize(layout)))[0]
        return _SIMPLE.get(extra)
