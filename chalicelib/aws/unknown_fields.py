"""What later releases have added to the maps inside a record's item. Pure.

A record carries it from read to write, as messages of Protocol Buffers do:
https://protobuf.dev/programming-guides/proto3/#unknowns
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.models import Image

# Its owner changes each of its fields alone. The fields of all other maps describe one thing together.
_INDEPENDENT = "metadata"


def of(item: Mapping[str, Any], image: Image) -> dict[str, bytes] | None:
    """Return the fields of the item's maps that `image` has no place for, None if there are none."""
    found = {
        place: msgspec.msgpack.encode(unknown, order="deterministic")  # unlike JSON, it has binary values
        for place, fields, known in _maps(item, image)
        if (unknown := {name: fields[name] for name in fields if name not in known.__struct_fields__})
    }
    return found or None


def keep(item: Mapping[str, Any], image: Image) -> None:
    """Add such fields to the maps of an item that say the same as when the record was read."""
    if image.unknown_fields is not None:
        for place, fields, _ in _maps(item, image):
            if place in image.unknown_fields:
                fields.update(msgspec.msgpack.decode(image.unknown_fields[place]))


def _maps(fields: Mapping[str, Any], known: Struct) -> Iterator[tuple[str, dict[str, Any], Struct]]:
    """Yield each map at any depth: a name for its place and what it says, its fields, its value."""
    for name in known.__struct_fields__:
        value = getattr(known, name)
        in_list = isinstance(value, tuple)
        values = value if in_list else (value,)
        if not values or not isinstance(values[0], Struct):
            continue
        for each, stored in zip(values, fields[name]["L"] if in_list else (fields[name],), strict=True):
            place = name if name == _INDEPENDENT else f"{name} {msgspec.json.encode(each).decode()}"
            yield place, stored["M"], each
            yield from _maps(stored["M"], each)
