"""Split a PNG into its chunks: length, type, data, checksum.

File format: https://www.w3.org/TR/png-3/#5Chunk-layout
"""

from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_AROUND_DATA = 12


def chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the type and all bytes of each chunk, up to the end of the image or of a truncated file."""
    view = memoryview(content)
    at = len(SIGNATURE)
    while at + _AROUND_DATA <= len(content):
        kind = content[at + 4 : at + 8]
        end = at + _AROUND_DATA + int.from_bytes(content[at : at + 4], "big")
        yield kind, view[at:end]
        if kind == b"IEND":
            return
        at = end
