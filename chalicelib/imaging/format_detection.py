"""Tells an image's format from its first bytes, never from a name or a header of the request."""

from chalicelib.errors import EmptyFile, UnsupportedFormat

_PREFIXES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}


def detect_format(content: bytes) -> str:
    """Return the name of the format, as in formats.by_name. Raises EmptyFile, UnsupportedFormat."""
    if not content:
        raise EmptyFile("The file is empty")
    for prefix, name in _PREFIXES:
        if content.startswith(prefix):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return _heif_format(content)
    raise UnsupportedFormat(
        "The bytes are no image format that can be read; send JPEG, PNG, WebP, GIF, AVIF, TIFF or BMP"
    )


def _heif_format(content: bytes) -> str:
    """Tell AVIF from HEIC: the major brand may be the neutral `mif1`, so the compatible ones count too."""
    end = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, end - 3, 4)}
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIC_BRANDS:
        return "heic"
    raise UnsupportedFormat("The bytes are a video or an unknown member of the HEIF family")
