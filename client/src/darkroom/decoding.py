"""Decoders that threads can share from the start."""

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_PREPARING = threading.Lock()
_DECODERS: dict[Any, Any] = {}


def decoder(kind: type[T]) -> "msgspec.json.Decoder[T]":
    """Return the JSON decoder of a type. After that, `msgspec.convert` accepts the type in all threads, too.

    msgspec 0.22 prepares a type when it is first used. A thread that uses it meanwhile crashes the process.
    """
    with _PREPARING:
        if kind not in _DECODERS:
            _DECODERS[kind] = msgspec.json.Decoder(kind)
        prepared: msgspec.json.Decoder[T] = _DECODERS[kind]
        return prepared
