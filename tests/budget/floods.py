"""Small files that cost much: floods of scans, segments, chunks, blocks, tiles, runs, frames and profiles."""

import struct
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image

from chalicelib.imaging.containers.gif_blocks import Kind, blocks, data_start
from tests.unit.imaging import bmps, tiffs
from tests.unit.imaging.animation_files import gif, image
from tests.unit.imaging.container_files import (
    PNG_SIGNATURE,
    chunk,
    jpeg,
    png,
    riff,
    riff_chunk,
    segment,
    webp_chunks,
)
from tests.unit.imaging.samples import encoded, photo, quarters


def scans(side: int, count: int) -> bytes:
    """Return a progressive JPEG with this many scans that change nothing."""
    blocks = (-(-side // 8)) ** 2
    start = b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64)
    start += segment(0xC2, struct.pack(">BHHB", 8, side, side, 3) + b"\1\x11\0\2\x11\0\3\x11\0")
    # Huffman tables of one code each: for DC no bits, for AC the end of 32,767 blocks.
    start += segment(0xC4, b"\0\1" + bytes(16)) + segment(0xC4, b"\x10\1" + bytes(15) + b"\xe0")
    first = segment(0xDA, b"\3\1\0\2\0\3\0\0\0\0") + bytes((blocks * 3 + 7) // 8)
    bits = ("0" + "1" * 14) * -(-blocks // 32_767)
    bits += "1" * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    empty = [segment(0xDA, bytes((1, channel, 0, 1, 63, 0))) + body for channel in (2, 3)]
    return start + first + b"".join(empty[at % 2] for at in range(count)) + b"\xff\xd9"


def large(width: int, height: int, color_type: int = 2, depth: int = 8) -> bytes:
    """Return a PNG of one color, which takes few bytes."""
    samples = {0: 1, 2: 3, 4: 2, 6: 4}[color_type]
    row = bytes(1 + width * samples * depth // 8)
    deflate = zlib.compressobj(9)
    data = b"".join(deflate.compress(row) for _ in range(height)) + deflate.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return PNG_SIGNATURE + b"".join(parts)


def tiles(count: int) -> bytes:
    """Return a TIFF in tiles of one pixel, which all have the same place."""
    tags = tiffs.page(1000, count // 1000, 1, 8, 1, TILE_WIDTH=[1], TILE_LENGTH=[1])
    tags |= {tiffs.TILES: [8] * count, tiffs.TILE_COUNTS: [1] * count}
    return tiffs.tiff((tags, [b"a"]))


def runs(count: int) -> bytes:
    """Return a BMP with runs of one pixel each, most of them beyond the end of the row."""
    return bmps.bmp(64, 64, 8, b"\1\2" * count, compression=bmps.RLE8, palette=bmps.PALETTE)


def frames(side: int, count: int) -> bytes:
    """Return an animated GIF whose frames are the same."""
    file = encoded(photo(side, side).quantize(64), "gif")
    frame = next(each for each in blocks(file) if each.kind is Kind.IMAGE)
    return file[: frame.start] + file[frame.start : frame.end] * count + b";"


def short_sub_blocks(side: int) -> bytes:
    """Return a GIF whose pixels are in sub-blocks of one byte."""
    file = encoded(photo(side, side).quantize(64), "gif")
    frame = next(each for each in blocks(file) if each.kind is Kind.IMAGE)
    start, data = data_start(file, frame.start), bytearray()
    at = start
    while length := file[at]:
        data += file[at + 1 : at + 1 + length]
        at += 1 + length
    short = bytearray(b"\1" * (2 * len(data)))
    short[1::2] = data
    return file[:start] + short + b"\0;"


def with_profile(side: int) -> bytes:
    """Return a lossy WebP with a profile of 47 MB."""
    chunks = webp_chunks(quarters(side, side))
    flags = struct.pack("<I", 0x20) + struct.pack("<I", side - 1)[:3] * 2
    profile = riff_chunk(b"ICCP", bytes(47_000_000))
    return riff(riff_chunk(b"VP8X", flags), profile, riff_chunk(b"VP8 ", chunks[b"VP8 "]))


FILES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "scans at the limit": lambda: scans(2000, 98),
        "scans": lambda: scans(10_000, 6_000),
        "segments at the limit": lambda: jpeg(segment(0xE1, b"") * 9_000),
        "segments": lambda: jpeg(segment(0xE1, b"") * 9_000_000),
        "full segments": lambda: jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(65_000)) * 700),
        "chunks at the limit": lambda: png(chunk(b"abCd", b"") * 49_000),
        "chunks": lambda: png(chunk(b"abCd", b"") * 4_000_000),
        "pixels in chunks": lambda: png(*[chunk(b"IDAT", b"")] * 49_000),
        "comments at the limit": lambda: gif(b"!\xfe\1a\0" * 9_000, image("RR RR")),
        "comments": lambda: gif(b"!\xfe\1a\0" * 9_000_000, image("RR RR")),
        "sub-blocks at the limit": lambda: gif(b"!\xfe" + b"\1a" * 1_000_000 + b"\0", image("RR RR")),
        "sub-blocks": lambda: gif(b"!\xfe" + b"\1a" * 5_000_000 + b"\0", image("RR RR")),
        "sub-blocks of pixels": lambda: short_sub_blocks(1000),
        "webp chunks": lambda: riff(riff_chunk(b"ABCD", b"") * 5_000_000),
        "webp profile": lambda: with_profile(64),
        "tiles at the limit": lambda: tiles(190_000),
        "tiles": lambda: tiles(2_000_000),
        "runs": lambda: runs(300_000),
        "one color of 90 megapixels": lambda: large(9_500, 9_500, color_type=0),
        "16 bits with alpha": lambda: large(4_000, 4_000, color_type=6, depth=16),
        "avif of one color with alpha": lambda: encoded(
            Image.new("RGBA", (5000, 5000), (200, 30, 90, 120)), "avif", speed=10, subsampling="4:4:4"
        ),
        "frames": lambda: frames(316, 100),
    }
)


SLOW = ("scans", "frames", "one color of 90 megapixels", "avif of one color with alpha", "16 bits with alpha")
CHEAP = tuple(name for name in FILES if name not in SLOW)
"""What the suite has time for."""
