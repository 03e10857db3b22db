"""Detect the file type of an image from its first bytes, not from its name or content type."""

from chalicelib.errors import EmptyFile
from chalicelib.imaging.containers import heif
from chalicelib.imaging.foreign_formats import kind_of, unsupported

_PREFIXES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_CODECS = {"av01": "avif", "hvc1": "heic"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}


def detect_format(content: bytes) -> str:
    """Return the format's name, as in formats.by_name. Raises EmptyFile, UnsupportedFormat."""
    if not content:
        raise EmptyFile("The file is empty")
    for prefix, name in _PREFIXES:
        if content.startswith(prefix):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return _heif_format(content)
    raise unsupported(kind_of(content))


def _heif_format(content: bytes) -> str:
    """Tell AVIF from HEIC by the primary image, because the brands can be generic, such as `mif1`.

    The brands decide for files without a primary image, such as image sequences and damaged files.
    """
    codec = heif.codec(content)
    if codec in _HEIF_CODECS:
        return _HEIF_CODECS[codec]
    if codec:
        raise unsupported("a HEIF image with another codec than AV1 or HEVC")
    end = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, end - 3, 4)}
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIC_BRANDS:
        return "heic"
    raise unsupported(kind_of(content))
