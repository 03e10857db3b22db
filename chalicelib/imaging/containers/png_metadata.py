"""Read EXIF, XMP and C2PA manifests from the chunks of a PNG. The input is untrusted."""

from collections.abc import Mapping

from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.containers.inflate import inflate
from chalicelib.imaging.metadata import exif

Chunks = Mapping[bytes, memoryview]
"""The data of chunks by type."""

# The chunks and their valid lengths, in bytes.
LENGTHS = {
    b"eXIf": range(metadata_limits.EXIF + 1),
    b"iTXt": range(metadata_limits.XMP + 1),
    b"caBX": range(metadata_limits.C2PA + 1),
}
_XMP_KEYWORD = b"XML:com.adobe.xmp\0"


def exif_block(found: Chunks) -> bytes:
    """Return the block, empty if it is missing or unreadable."""
    block = bytes(found.get(b"eXIf", b""))
    return block if exif.is_readable(block) else b""


def is_xmp(text: memoryview) -> bool:
    """Return whether an iTXt chunk with this data contains XMP."""
    return text[: len(_XMP_KEYWORD)] == _XMP_KEYWORD


def xmp_packet(found: Chunks) -> bytes:
    """Return the text of the iTXt chunk, empty if it is missing or damaged.

    After the keyword come two bytes, whether it is compressed and how, then two texts that end with a zero
    byte, and then the text (https://www.w3.org/TR/png-3/#11iTXt).
    """
    data = bytes(found.get(b"iTXt", b"")).removeprefix(_XMP_KEYWORD)
    *_, text = data[2:].split(b"\0", 2)
    return inflate(text, metadata_limits.XMP) or b"" if data.startswith(b"\x01\0") else text


def c2pa_store(found: Chunks) -> bytes:
    """Return the C2PA manifest store, empty if there is none (C2PA 2.2, section A.3.2)."""
    return bytes(found.get(b"caBX", b""))
