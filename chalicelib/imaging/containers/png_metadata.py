"""Read EXIF, XMP and C2PA manifests from the chunks of a PNG. The input is untrusted."""

from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.containers.inflate import inflate
from chalicelib.imaging.containers.png_chunks import Chunks
from chalicelib.imaging.metadata import exif

# XMP in hex digits.
_MAX_TEXT = 2 * metadata_limits.XMP + 100
# The chunks and their valid lengths, in bytes.
LENGTHS = {
    b"eXIf": range(metadata_limits.EXIF + 1),
    b"iTXt": range(metadata_limits.XMP + 1),
    b"zTXt": range(metadata_limits.XMP + 1),
    b"tEXt": range(_MAX_TEXT + 1),
    b"caBX": range(metadata_limits.C2PA + 1),
}
TEXTS = (b"iTXt", b"zTXt", b"tEXt")
# XMP's specification wants iTXt and this keyword (part 3, section 1.1.5). libvips writes it to zTXt.
_XMP_KEYWORD = b"XML:com.adobe.xmp"
# ImageMagick's keyword. The text is: a line break, a name, a line break, the length, a line break, hex digits
# (in lines).
_RAW_KEYWORD = b"Raw profile type xmp"
_KEYWORDS = _XMP_KEYWORD, _RAW_KEYWORD


def exif_block(found: Chunks) -> bytes:
    """Return the block, empty if it is missing or unreadable."""
    block = bytes(found.get(b"eXIf", b""))
    return block if exif.is_readable(block) else b""


def is_xmp(text: memoryview) -> bool:
    """Return whether a chunk of text with this data contains XMP."""
    return any(text[: len(keyword) + 1] == keyword + b"\0" for keyword in _KEYWORDS)


def xmp_packet(found: Chunks) -> bytes:
    """Return the packet in a chunk of text, empty if there is none or it is damaged."""
    for kind in filter(found.__contains__, TEXTS):
        keyword, _, data = bytes(found[kind]).partition(b"\0")
        text = _text(kind, data)
        return _from_hex(text) if keyword == _RAW_KEYWORD else text
    return b""


def _text(kind: bytes, data: bytes) -> bytes:
    """Return the text of a chunk, empty if it is damaged (https://www.w3.org/TR/png-3/#11textinfo).

    Before it, zTXt has the compression method, and iTXt whether and how the text is compressed, and two other
    texts that end with a zero byte.
    """
    if kind == b"tEXt":
        return data
    if kind == b"zTXt":
        return _inflated(data[1:]) if data.startswith(b"\0") else b""
    *_, text = data[2:].split(b"\0", 2)
    return _inflated(text) if data.startswith(b"\x01\0") else text


def _inflated(text: bytes) -> bytes:
    return inflate(text, _MAX_TEXT) or b""


def _from_hex(text: bytes) -> bytes:
    *_, digits = text.split(b"\n", 3)
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return b""


def c2pa_store(found: Chunks) -> bytes:
    """Return the C2PA manifest store, empty if there is none (C2PA 2.2, section A.3.2)."""
    return bytes(found.get(b"caBX", b""))
