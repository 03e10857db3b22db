"""Read and write the few EXIF tags that Darkroom uses. The input is untrusted: unreadable tags are absent.

An EXIF block is a TIFF structure (TIFF 6.0, section 2). Both tags are in its first directory (Exif 2.32,
section 4.6.4), and no other directory is read.
"""

from collections.abc import Iterator
from struct import Struct, pack

_ORIENTATION, _COPYRIGHT = 0x0112, 0x8298
_ASCII, _SHORT, _UTF8 = 2, 3, 129
_SIZES = {_ASCII: 1, _SHORT: 2, _UTF8: 1}
_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_HEADER_SIZE = 8
_ORIENTATIONS = range(1, 9)
# A JPEG holds less than 65,533 bytes of EXIF, and the copyright is written to JPEGs, too.
_LONGEST_TEXT = 60_000
_MIN_TEXT = 4


def is_readable(block: bytes) -> bool:
    """Return whether a block has the header of a TIFF structure."""
    return len(block) >= _HEADER_SIZE and block[:4] in _BYTE_ORDERS


def orientation(block: bytes) -> int:
    """Return the orientation (1 to 8), or 1 (upright) if it is missing or invalid.

    As in Chromium, it must be a single SHORT, and of several entries the first valid one counts.
    """
    order = _BYTE_ORDERS.get(block[:4], "<")
    found = (Struct(order + "H").unpack(data)[0] for data in _values(block, _ORIENTATION, (_SHORT,), limit=2))
    return next((value for value in found if value in _ORIENTATIONS), 1)


def copyright_text(block: bytes) -> str | None:
    """Return the copyright, or None if it is missing, blank, not text, or longer than 60,000 bytes."""
    data = next(_values(block, _COPYRIGHT, (_ASCII, _UTF8), _LONGEST_TEXT), b"").rstrip(b"\0")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text if text.strip("\0 ") else None


def with_copyright(text: str) -> bytes:
    """Return an EXIF block with only a copyright, after the identifier that Pillow's encoders expect.

    The text is in UTF-8, as MWG's guidelines for handling image metadata (2.0, section 3.6) recommend.
    """
    # At least 5 bytes, so that the text does not have to be stored inside the entry.
    data = text.encode().ljust(_MIN_TEXT, b"\0") + b"\0"
    directory = pack("<HHHII", 1, _COPYRIGHT, _ASCII, len(data), _HEADER_SIZE + 18) + bytes(4)
    return b"Exif\0\0II*\0" + pack("<I", _HEADER_SIZE) + directory + data


def _values(block: bytes, tag: int, kinds: tuple[int, ...], limit: int) -> Iterator[bytes]:
    """Yield the encoded values of entries with this tag, one of these types, and at most `limit` bytes."""
    if not is_readable(block):
        return
    order = _BYTE_ORDERS[block[:4]]
    offset, entry = Struct(order + "I"), Struct(order + "HHI4s")
    for found, kind, count, field in entry.iter_unpack(_entries(block, order, entry.size)):
        size = _SIZES.get(kind, 0) * count
        if found == tag and kind in kinds and 0 < size <= limit:
            at = offset.unpack(field)[0]
            data = field[:size] if size <= len(field) else block[at : at + size]
            if len(data) == size:
                yield data


def _entries(block: bytes, order: str, entry_size: int) -> bytes:
    """Return the entries of the first directory, without those that are cut off."""
    (at,) = Struct(order + "I").unpack_from(block, 4)
    count = Struct(order + "H").unpack(block[at : at + 2].ljust(2, b"\0"))[0]
    entries = block[at + 2 : at + 2 + count * entry_size]
    return entries[: len(entries) // entry_size * entry_size]
