"""Nothing that hides in a file, outside of its pixels, reaches a variant."""

import struct
import zlib
from typing import Literal

import pytest

from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.container_files import (
    IEND,
    LOSSY,
    PIXELS,
    PNG_SIGNATURE,
    animation,
    chunk,
    exif_segment,
    extended,
    frame,
    header,
    jpeg,
    palette_png,
    png,
    riff,
    riff_chunk,
    segment,
    tiff,
)
from tests.unit.imaging.samples import RED, YELLOW, render

OUTPUTS: list[Format | Literal["source"]] = ["source", "jpeg", "png", "webp", "avif", "gif"]
# Its length is a multiple of three, so that it fits into a palette.
MARKER = b"HIDDEN-MARKER-4"
PLAIN, PROGRESSIVE = jpeg(), jpeg(progressive=True)
SCAN = PLAIN.index(b"\xff\xda")
SECOND_SCAN = PROGRESSIVE.index(b"\xff\xc4", PROGRESSIVE.index(b"\xff\xda"))
EXIF = tiff((0x010F, 2, len(MARKER), struct.pack("<I", 26)), data=MARKER)

PLACES = {
    **{f"JPEG APP{number}": jpeg(segment(0xE0 + number, MARKER)) for number in range(16)},
    "JPEG JFIF": jpeg(segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0" + MARKER), jfif=False),
    "JPEG Adobe": jpeg(segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + MARKER), jfif=False),
    "JPEG EXIF": jpeg(exif_segment(EXIF)),
    "JPEG XMP": jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARKER)),
    "JPEG ICC": jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + MARKER)),
    "JPEG comment": jpeg(segment(0xFE, MARKER)),
    "JPEG unknown segment": jpeg(segment(0xF0, MARKER)),
    "JPEG between segments": PLAIN[:SCAN] + MARKER + PLAIN[SCAN:],
    "JPEG unused table": jpeg(segment(0xDB, b"\3" + MARKER.ljust(64, b"\1"))),
    "JPEG between scans": PROGRESSIVE[:SECOND_SCAN] + segment(0xFE, MARKER) + PROGRESSIVE[SECOND_SCAN:],
    "JPEG end of the scan": PLAIN[:-2] + MARKER + PLAIN[-2:],
    "JPEG after the end": PLAIN + MARKER,
    **{
        f"PNG {kind.decode()}": png(chunk(kind, MARKER))
        for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"pHYs", b"sPLT", b"caBX", b"prVt", b"fcTL")
    },
    "PNG iCCP content": png(chunk(b"iCCP", b"name\0\0" + zlib.compress(MARKER))),
    "PNG XMP": png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MARKER)),
    "PNG palette without need": png(chunk(b"PLTE", MARKER)),
    "PNG unused colors": palette_png(chunk(b"PLTE", bytes((*RED, *YELLOW)) + MARKER)),
    "PNG unused transparency": palette_png(
        chunk(b"PLTE", bytes((*RED, *YELLOW)) + bytes(99)), chunk(b"tRNS", b"\xff\xff" + MARKER)
    ),
    "PNG end of the pixels": png(pixels=PIXELS + MARKER),
    "PNG stored block after the rows": png(pixels=zlib.compress(zlib.decompress(PIXELS) + MARKER, 0)),
    "PNG between pixels": PNG_SIGNATURE
    + header()
    + chunk(b"prVt", MARKER).join(chunk(b"IDAT", part) for part in (PIXELS[:40], PIXELS[40:]))
    + IEND,
    "PNG in IEND": png(after=chunk(b"IEND", MARKER)),
    "PNG after the end": png() + MARKER,
    **{
        f"WebP {kind.decode()}": riff(extended(0x2C), LOSSY, riff_chunk(kind, MARKER))
        for kind in (b"ICCP", b"EXIF", b"XMP ", b"C2PA", b"ABCD", b"ALPH")
    },
    "WebP end of the pixels": riff(riff_chunk(b"VP8 ", LOSSY[8:] + MARKER)),
    "WebP in VP8X": riff(riff_chunk(b"VP8X", extended(0)[8:] + MARKER), LOSSY),
    "WebP after the end": riff(LOSSY) + MARKER,
    "WebP in frames": riff(
        extended(2),
        animation(),
        *[frame(LOSSY, riff_chunk(b"ABCD", MARKER)), riff_chunk(b"ABCD", MARKER)] * 2,
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_hidden_marker_reaches_no_variant(place: str) -> None:
    assert MARKER in PLACES[place] or "content" in place
    specs = [
        VariantSpec(name=f"{each} {side}", format=each, width=side, height=side)
        for each in OUTPUTS
        for side in (20, 60)
    ]
    variants = render(PLACES[place], *specs)
    assert len(variants) == len(specs)
    assert [each.name for each in variants if MARKER in each.content] == []
