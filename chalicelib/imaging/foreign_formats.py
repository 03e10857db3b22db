"""Name the kinds of files that are not supported, so that nobody looks for a broken upload."""

import re

from chalicelib.errors import UnsupportedFormat

_RAW = "a camera RAW file ({})"
_PREFIXES = (
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript file"),
    (b"\xc5\xd0\xd3\xc6", "an EPS file"),
    (b"8BPS", "a Photoshop document (PSD)"),
    (b"gimp xcf", "a GIMP document (XCF)"),
    (b"\xff\x0a", "a JPEG XL image"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "a JPEG XL image"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 image"),
    (b"II\xbc", "a JPEG XR image"),
    (b"\x76\x2f\x31\x01", "an OpenEXR image"),
    (b"#?RADIANCE", "a Radiance HDR image"),
    (b"#?RGBE", "a Radiance HDR image"),
    (b"qoif", "a QOI image"),
    (b"DDS ", "a DDS texture"),
    (b"farbfeld", "a farbfeld image"),
    (b"BPG\xfb", "a BPG image"),
    (b"FLIF", "a FLIF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x8aMNG", "an MNG animation"),
    (b"\x59\xa6\x6a\x95", "a Sun raster image"),
    (b"\x01\xda\x00", "an SGI image"),
    (b"\x01\xda\x01", "an SGI image"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile (WMF)"),
    (b"SIMPLE  =", "a FITS image"),
    (b"FUJIFILMCCD-RAW", _RAW.format("RAF")),
    (b"IIU\x00", _RAW.format("RW2")),
    (b"IIRO", _RAW.format("ORF")),
    (b"IIRS", _RAW.format("ORF")),
    (b"MMOR", _RAW.format("ORF")),
    (b"\x00MRM", _RAW.format("MRW")),
    (b"FOVb", _RAW.format("X3F")),
    (b"\x1aE\xdf\xa3", "a video (WebM or Matroska)"),
    (b"FLV\x01", "a video (FLV)"),
    (b"\x00\x00\x01\xba", "a video (MPEG)"),
    (b"\x00\x00\x01\xb3", "a video (MPEG)"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio or video file (Ogg)"),
    (b"fLaC", "an audio file"),
    (b"\xff\xfb", "an audio file (MP3)"),
    (b"\xff\xf3", "an audio file (MP3)"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfe\xff", "a text file"),
    (b"\xff\xfe", "a text file"),
)
# The bytes at an offset.
_INNER = (
    (4, b"ftypcrx ", _RAW.format("CR3")),
    (6, b"HEAPCCDR", _RAW.format("CRW")),
    (8, b"AVI ", "a video (AVI)"),
    (8, b"WAVE", "an audio file (WAV)"),
    (40, b" EMF", "a Windows metafile (EMF)"),
    (128, b"DICM", "a DICOM image"),
)
_PATTERNS = (
    (re.compile(rb".{4}ftyp(?:iso|mp4|avc|qt  |M4V|3g|dash|f4v|MSNV)", re.DOTALL), "a video (MP4 or MOV)"),
    (re.compile(rb".{4}ftypM4A", re.DOTALL), "an audio file (M4A)"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "an unknown kind of HEIF"),
    (re.compile(rb"P[1-7]\s"), "a Netpbm image (PBM, PGM, PPM or PAM)"),
    (re.compile(rb"P[Ff]\s"), "a PFM image"),
    # One to 255 icons; the first one's reserved byte is 0.
    (re.compile(rb"\x00\x00\x01\x00[^\x00]\x00...\x00", re.DOTALL), "a Windows icon (ICO)"),
    (re.compile(rb"\x00\x00\x02\x00[^\x00]\x00...\x00", re.DOTALL), "a Windows cursor (CUR)"),
    # A color map or none, a type of image, and at byte 16 the bits per pixel.
    (
        re.compile(rb".[\x00\x01][\x01-\x03\x09-\x0b].{13}[\x08\x0f\x10\x18\x20][\x00-\x3f]", re.DOTALL),
        "a TGA image",
    ),
)
_TEXT = (
    (
        re.compile(rb"(<\?xml.*|<!--.*|<!doctype svg.*)?<svg[\s>]", re.DOTALL | re.IGNORECASE),
        "an SVG drawing",
    ),
    (re.compile(rb"<!doctype html|<html|<head|<body", re.IGNORECASE), "a web page (HTML)"),
    (re.compile(rb"<\?xml"), "an XML document"),
)
_START = 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def unsupported(kind: str) -> UnsupportedFormat:
    """Return the error for a sound file of this kind, for example "a PDF document"."""
    return UnsupportedFormat(f"This file is {kind}; upload a JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP")


def kind_of(content: bytes) -> str:
    """Return what a file that is not a supported image seems to be, from its first bytes."""
    start = content[:_START]
    for prefix, kind in _PREFIXES:
        if start.startswith(prefix):
            return kind
    for at, inner, kind in _INNER:
        if start.startswith(inner, at):
            return kind
    for pattern, kind in _PATTERNS:
        if pattern.match(start):
            return kind
    return _text(start) or "not an image that we can read"


def _text(start: bytes) -> str | None:
    if _CONTROLS.search(start):
        return None
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for pattern, kind in _TEXT if pattern.match(text)), "a text file")
