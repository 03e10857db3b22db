"""Files with a marker in every place of their container where bytes can hide."""

import struct
import zlib
from collections.abc import Iterator

from tests.unit.imaging import (
    animation_files,
    avif_files,
    bmps,
    heic_samples,
    heif_files,
    tiffs,
)
from tests.unit.imaging.container_files import (
    IEND,
    LOSSY,
    PIXELS,
    PNG_SIGNATURE,
    SIZE,
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
)
from tests.unit.imaging.hidden_marker import EXIF, MARKER, PROFILE, XMP
from tests.unit.imaging.samples import RED, YELLOW, encoded, quarters


def _middle(content: bytes, start: int, end: int) -> bytes:
    """Return the content with the marker over the middle of this part."""
    at = (start + end - len(MARKER)) // 2
    return content[:at] + MARKER + content[at + len(MARKER) :]


def _jpegs() -> Iterator[tuple[str, bytes]]:
    plain, progressive = jpeg(), jpeg(progressive=True)
    scan = plain.index(b"\xff\xda")
    second_scan = progressive.index(b"\xff\xc4", progressive.index(b"\xff\xda"))
    lengths = bytes(7) + bytes((len(MARKER),)) + bytes(8)
    for number in range(16):
        yield f"APP{number}", jpeg(segment(0xE0 + number, MARKER))
    yield "JFIF", jpeg(segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0" + MARKER), jfif=False)
    yield "Adobe", jpeg(segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + MARKER), jfif=False)
    yield "EXIF", jpeg(exif_segment(EXIF))
    yield "broken XMP", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARKER))
    yield "XMP", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP))
    yield "broken ICC", jpeg(segment(0xE2, b"ICCPROFILE\0\1\1" + MARKER))
    yield "ICC", jpeg(segment(0xE2, b"ICCPROFILE\0\1\1" + PROFILE))
    yield "comment", jpeg(segment(0xFE, MARKER))
    yield "unknown segment", jpeg(segment(0xF0, MARKER))
    yield "between segments", plain[:scan] + MARKER + plain[scan:]
    yield "unused quantization table", jpeg(segment(0xDB, b"\3" + MARKER.ljust(64, b"\1")))
    yield "unused Huffman table", jpeg(segment(0xC4, b"\x13" + lengths + MARKER))
    yield "between scans", progressive[:second_scan] + segment(0xFE, MARKER) + progressive[second_scan:]
    yield "in the scan", _middle(plain, scan + 14, len(plain) - 2)
    yield "end of the scan", plain[:-2] + MARKER + plain[-2:]
    yield "after the end", plain + MARKER


def _pngs() -> Iterator[tuple[str, bytes]]:
    for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"pHYs", b"sPLT", b"caBX", b"prVt", b"fcTL"):
        yield kind.decode(), png(chunk(kind, MARKER))
    yield "iCCP content", png(chunk(b"iCCP", b"name\0\0" + zlib.compress(MARKER)))
    yield "ICC", png(chunk(b"iCCP", b"name\0\0" + zlib.compress(PROFILE)))
    yield "EXIF", png(chunk(b"eXIf", EXIF))
    yield "XMP", png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP))
    yield "palette without need", png(chunk(b"PLTE", MARKER))
    yield "unused colors", palette_png(chunk(b"PLTE", bytes((*RED, *YELLOW)) + MARKER))
    colors = chunk(b"PLTE", bytes((*RED, *YELLOW)) + bytes(297))
    yield "unused transparency", palette_png(colors, chunk(b"tRNS", b"\xff\xff" + MARKER))
    yield "end of the pixels", png(pixels=PIXELS + MARKER)
    yield "stored block after the rows", png(pixels=zlib.compress(zlib.decompress(PIXELS) + MARKER, 0))
    halves = (chunk(b"IDAT", part) for part in (PIXELS[:40], PIXELS[40:]))
    yield "between pixels", PNG_SIGNATURE + header() + chunk(b"prVt", MARKER).join(halves) + IEND
    yield "in IEND", png(after=chunk(b"IEND", MARKER))
    yield "after the end", png() + MARKER
    size = (2, 2)
    pixels = animation_files.pixels((*RED, 255), size)
    yield (
        "in frames",
        animation_files.apng(
            animation_files.frame_control(0, size),
            animation_files.image_data(pixels + MARKER),
            chunk(b"prVt", MARKER),
            animation_files.frame_control(1, size),
            animation_files.frame_data(2, animation_files.pixels((*YELLOW, 255), size) + MARKER),
            size=size,
            count=2,
        ),
    )


def _webps() -> Iterator[tuple[str, bytes]]:
    for kind in (b"ICCP", b"EXIF", b"XMP ", b"C2PA", b"ABCD", b"ALPH"):
        yield kind.decode(), riff(extended(0x2C), LOSSY, riff_chunk(kind, MARKER))
    yield "ICC", riff(extended(0x20), riff_chunk(b"ICCP", PROFILE), LOSSY)
    yield "metadata", riff(extended(0x0C), LOSSY, riff_chunk(b"EXIF", EXIF), riff_chunk(b"XMP ", XMP))
    yield "in the partitions", riff(_middle(LOSSY, 30, len(LOSSY)))
    yield "end of the pixels", riff(riff_chunk(b"VP8 ", LOSSY[8:] + MARKER))
    yield "in VP8X", riff(riff_chunk(b"VP8X", extended(0)[8:] + MARKER), LOSSY)
    yield "after the end", riff(LOSSY) + MARKER
    frames = [frame(LOSSY, riff_chunk(b"ABCD", MARKER)), riff_chunk(b"ABCD", MARKER)] * 2
    yield "in frames", riff(extended(2), animation(), *frames)


def _gifs() -> Iterator[tuple[str, bytes]]:
    frames = [
        animation_files.control(delay=9),
        animation_files.image("RG BW"),
        animation_files.image("WB GR"),
    ]
    size = bytes((len(MARKER),))
    application = b"!\xff\x0bHIDDENAPP10"
    yield "comment", animation_files.gif(b"!\xfe" + size + MARKER + b"\0", *frames)
    yield "application extension", animation_files.gif(application + size + MARKER + b"\0", *frames)
    yield (
        "between frames",
        animation_files.gif(frames[0], frames[1], b"!\xfe" + size + MARKER + b"\0", frames[2]),
    )
    yield "plain text", animation_files.gif(*frames, b"!\x01\x0c" + bytes(12) + size + MARKER + b"\0")
    yield "unknown extension", animation_files.gif(b"!\x42" + size + MARKER + b"\0", *frames)
    data = animation_files.compressed([0, 1, 2, 3])[:-1] + size + MARKER + b"\0"
    yield (
        "end of the pixels",
        animation_files.gif(frames[1], animation_files.descriptor((2, 2), (0, 0), data)),
    )
    yield "after the end", animation_files.gif(*frames) + MARKER
    plain = animation_files.gif(*frames)
    table = plain[13:25] + MARKER.ljust(3 * 252, b"\0")
    yield "unused colors", plain[:10] + b"\x87" + plain[11:13] + table + plain[25:]


def _heifs() -> Iterator[tuple[str, bytes]]:
    extra = heif_files.box(b"priv", MARKER)
    yield "property", avif_files.avif(extra)
    yield "ICC", avif_files.avif(heif_files.icc(PROFILE))
    yield "EXIF", avif_files.with_items(avif_files.about_it(b"Exif", heif_files.exif(EXIF)))
    yield "XMP", avif_files.with_items(avif_files.about_it(b"mime", XMP, b"application/rdf+xml"))
    yield "unused item", avif_files.with_items(heif_files.Item(kind=b"priv", data=MARKER))
    free = heif_files.box(b"free", MARKER)
    yield "free box", heif_files.file([avif_files.PLAIN], tail=free)
    yield "after the end", avif_files.avif() + MARKER
    yield "HEIC free box", heic_samples.COLOR_AND_ALPHA + free
    frames = [quarters(*SIZE), quarters(*SIZE).rotate(180)]
    sequence = encoded(frames[0], "avif", save_all=True, append_images=frames[1:], duration=50)
    yield "sequence", sequence + free + MARKER


def _tiffs() -> Iterator[tuple[str, bytes]]:
    pixels = quarters(*SIZE).tobytes()
    page = tiffs.page(*SIZE, 3, 8, 2)
    for name, tag, value in (
        ("description", 270, MARKER),
        ("XMP", 700, XMP),
        ("IPTC", 33723, MARKER),
        ("ICC", 34675, PROFILE),
        ("private tag", 65000, MARKER),
    ):
        yield name, tiffs.tiff(({**page, tag: value}, [pixels]))
    yield "end of the strip", tiffs.tiff((page, [pixels + MARKER]))
    yield "unused strip", tiffs.tiff((page, [pixels, MARKER]))
    yield "second page", tiffs.tiff((page, [pixels]), (tiffs.page(21, 1, 3, 8, 2), [MARKER]))
    yield "after the end", tiffs.tiff((page, [pixels])) + MARKER


def _bmps() -> Iterator[tuple[str, bytes]]:
    rows = encoded(quarters(*SIZE), "bmp")[54:]
    hidden = MARKER.ljust(64, b"\0")
    yield "palette without need", bmps.bmp(*SIZE, 24, rows, palette=hidden)
    yield "unused colors", bmps.bmp(*SIZE, 8, bytes(60 * 40), palette=bmps.PALETTE + hidden)
    yield "header", bmps.bmp(*SIZE, 24, rows, size=bmps.V5, masks=struct.unpack("<16I", hidden))
    yield "end of a row", bmps.bmp(1, 63, 24, b"".join(b"\1\2\3" + MARKER[at : at + 1] for at in range(63)))
    yield "after the end", bmps.bmp(*SIZE, 24, rows) + MARKER


def _of(name: str, places: Iterator[tuple[str, bytes]]) -> dict[str, bytes]:
    return {f"{name} {place}": content for place, content in places}


PLACES: dict[str, bytes] = {
    **_of("JPEG", _jpegs()),
    **_of("PNG", _pngs()),
    **_of("WebP", _webps()),
    **_of("GIF", _gifs()),
    **_of("HEIF", _heifs()),
    **_of("TIFF", _tiffs()),
    **_of("BMP", _bmps()),
}
