"""EXIF, XMP and C2PA in PNGs."""

import zlib

import pytest

from chalicelib.imaging.containers.png import read
from tests.unit.imaging.container_files import C2PA, IEND, chunk, orientation, png
from tests.unit.imaging.png_files import EXIF_6, XMP, container

RAW = b"Raw profile type xmp\0"
HEX = b"\nxmp\n      12\n" + b"<x:xmpmeta/>".hex().encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png(EXIF_6), 6),
        (png(after=EXIF_6 + IEND), 1),
        (png(EXIF_6, chunk(b"eXIf", orientation(3))), 6),
        (png(chunk(b"eXIf", b"garbage" * 9), EXIF_6), 1),
        (png(chunk(b"eXIf", orientation(3), sound=False), EXIF_6), 6),
        (png(chunk(b"eXIf", b"Exif\0\0" + orientation(6))), 1),
        (png(chunk(b"iTXt", XMP + b"\0\0\0\0" + b'<rdf:Description tiff:Orientation="6"/>')), 1),
    ],
)
def test_the_orientation_is_that_of_the_first_sound_exif_chunk_before_the_pixels(
    content: bytes, expected: int
) -> None:
    assert read(content, 1).orientation == expected


@pytest.mark.parametrize(
    "text",
    [b"\0\0\0\0<x:xmpmeta/>", b"\0\0en\0XMP\0<x:xmpmeta/>", b"\1\0\0\0" + zlib.compress(b"<x:xmpmeta/>")],
)
def test_xmp_is_read_also_after_the_pixels(text: bytes) -> None:
    xmp = chunk(b"iTXt", XMP + text)
    assert container(xmp).xmp == b"<x:xmpmeta/>"
    assert read(png(after=xmp + IEND), 1).xmp == b"<x:xmpmeta/>"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (b"zTXt", XMP + b"\0" + zlib.compress(b"<x:xmpmeta/>")),
        (b"tEXt", XMP + b"<x:xmpmeta/>"),
        (b"zTXt", RAW + b"\0" + zlib.compress(HEX)),
        (b"tEXt", RAW + HEX),
    ],
)
def test_xmp_is_read_where_libvips_and_imagemagick_write_it(kind: bytes, data: bytes) -> None:
    assert container(chunk(kind, data)).xmp == b"<x:xmpmeta/>"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (b"zTXt", XMP + b"\1" + zlib.compress(b"<x:xmpmeta/>")),
        (b"zTXt", XMP),
        (b"zTXt", XMP + b"\0garbage"),
        (b"tEXt", RAW + b"\nxmp\n 2\nxy"),
        (b"tEXt", RAW + b"\nxmp\n 2\n\xff\xff"),
        (b"tEXt", b"Comment\0<x:xmpmeta/>"),
    ],
)
def test_unreadable_xmp_is_absent(kind: bytes, data: bytes) -> None:
    assert container(chunk(kind, data)).xmp == b""


def test_a_c2pa_store_is_read() -> None:
    assert container(chunk(b"caBX", C2PA)).c2pa == C2PA
