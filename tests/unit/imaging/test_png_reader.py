import struct
import zlib

import pytest

from chalicelib.errors import CorruptImage, Rejected, TooComplex, UnsupportedFormat
from chalicelib.imaging.containers.png import read
from tests.unit.imaging.container_files import (
    IEND,
    PIXELS,
    PNG_SIGNATURE,
    chunk,
    header,
    is_rendered,
    palette_png,
    png,
    rows,
)
from tests.unit.imaging.png_files import EXIF_6, GAMMA, container, icc
from tests.unit.imaging.samples import RED, YELLOW, rendered


@pytest.mark.parametrize(
    "content",
    [
        png(pixels=PIXELS[:-4] + b"\1\2\3\4"),
        png(pixels=PIXELS[:-4]),
        png(pixels=PIXELS + b"more data"),
        PNG_SIGNATURE + header() + chunk(b"IDAT", PIXELS, sound=False) + IEND,
        png(after=b""),
        png(after=chunk(b"IEND", b"", sound=False)),
        png(after=b"junk between chunks" + IEND),
        png(after=b"")[:-4],
        PNG_SIGNATURE + header() + struct.pack(">I", len(PIXELS) + 50) + b"IDAT" + PIXELS,
    ],
    ids=["checksum", "no checksum", "tail", "CRC", "no IEND", "CRC of IEND", "junk", "no CRC", "length"],
)
def test_an_image_with_all_rows_is_rendered(content: bytes) -> None:
    assert is_rendered(content)


@pytest.mark.parametrize(
    "content",
    [
        png(pixels=zlib.compress(rows()[:-181])),
        png()[:-60],
        png(pixels=b"\x78\x00" + PIXELS[2:]),
        png(pixels=b"\x5a"),
        PNG_SIGNATURE + header() + IEND,
        PNG_SIGNATURE + chunk(b"IHDR", header()[8:21], sound=False) + chunk(b"IDAT", PIXELS) + IEND,
        PNG_SIGNATURE + chunk(b"tEXt", b"a\0b") + png()[8:],
        PNG_SIGNATURE,
        palette_png(),
        palette_png(chunk(b"PLTE", bytes((*RED, *YELLOW)), sound=False)),
    ],
    ids=[
        *("row missing", "truncated", "zlib header", "one byte", "no pixels", "CRC of IHDR", "no IHDR first"),
        *("empty", "no palette", "CRC of PLTE"),
    ],
)
def test_an_image_with_missing_pixels_or_a_broken_header_is_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptImage):
        rendered(content)


@pytest.mark.parametrize(
    "content",
    [PNG_SIGNATURE + chunk(b"CgBI", b"\x50\0\x20\2") + png()[8:], png(chunk(b"NEWX", b"changes the pixels"))],
)
def test_an_unknown_critical_chunk_is_unsupported(content: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="extension of PNG"):
        read(content, 1)


def test_a_flood_of_chunks_is_too_complex() -> None:
    with pytest.raises(TooComplex, match="50,000 chunks"):
        container(chunk(b"tEXt", b"") * 50_001)


@pytest.mark.parametrize("cut", range(8, len(png(EXIF_6, GAMMA, icc())), 5))
def test_a_truncated_file_is_read_or_rejected(cut: int) -> None:
    try:
        read(png(EXIF_6, GAMMA, icc())[:cut], 1)
    except Rejected:
        assert cut < len(png(EXIF_6, GAMMA, icc())) - len(PIXELS)
