"""Which page of a TIFF the judges decode. They know pages by number, not by what they are for."""

import struct
from collections.abc import Iterator
from itertools import islice

_PAGES = 50
_NEW_SUBFILE_TYPE = 254
# The bits of NewSubfileType for a preview and a mask. TIFF 6.0, section 8.
_NOT_AN_IMAGE = 1 | 4


def shown_page(content: bytes) -> int:
    """Return the number of the first page that is neither a preview nor a mask, or else 0."""
    try:
        kinds = list(islice(_subfile_types(content), _PAGES))
    except (struct.error, OverflowError):  # offsets outside the file
        return 0
    return next((number for number, kind in enumerate(kinds) if not kind & _NOT_AN_IMAGE), 0)


def _subfile_types(content: bytes) -> Iterator[int]:
    """Yield NewSubfileType of each page. BigTIFF has larger counts and offsets."""
    order = "<" if content[:2] == b"II" else ">"
    (version,) = struct.unpack_from(f"{order}H", content, 2)
    big = version == 43
    count_code, offset_code, entry, first = ("Q", "Q", 20, 8) if big else ("H", "I", 12, 4)
    inline = struct.calcsize(f"<{offset_code}")
    (at,) = struct.unpack_from(f"{order}{offset_code}", content, first)
    while at:
        (count,) = struct.unpack_from(f"{order}{count_code}", content, at)
        at += struct.calcsize(f"<{count_code}")
        kind = 0
        for start in range(at, at + min(count, 1000) * entry, entry):
            (tag,) = struct.unpack_from(f"{order}H", content, start)
            if tag == _NEW_SUBFILE_TYPE:
                (kind,) = struct.unpack_from(f"{order}I", content, start + entry - inline)
        yield kind
        (at,) = struct.unpack_from(f"{order}{offset_code}", content, at + count * entry)
