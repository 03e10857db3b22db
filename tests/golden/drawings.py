"""What the golden cases show: a landscape, a badge, and variations of both."""

import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, ImageDraw

from tests.unit.imaging import icc_profiles as icc


def landscape(width: int = 480, height: int = 320) -> Image.Image:
    """Draw a sky with the sun at the top right, hills, and a house with a red roof on the left."""
    sky = Image.linear_gradient("L").resize((width, height))
    image = Image.merge(
        "RGB",
        (
            sky.point(lambda v: 90 + v // 2),
            sky.point(lambda v: 150 + v // 3),
            sky.point(lambda v: 255 - v // 8),
        ),
    )
    draw = ImageDraw.Draw(image)
    u = height / 32
    draw.ellipse((width - 12 * u, 3 * u, width - 6 * u, 9 * u), fill=(255, 220, 60))
    draw.ellipse((-10 * u, 18 * u, 30 * u, 50 * u), fill=(70, 140, 60))
    draw.ellipse((15 * u, 20 * u, 70 * u, 60 * u), fill=(50, 110, 50))
    draw.rectangle((6 * u, 14 * u, 14 * u, 22 * u), fill=(240, 230, 210))
    draw.polygon(((5 * u, 14 * u), (10 * u, 9 * u), (15 * u, 14 * u)), fill=(190, 40, 30))
    draw.rectangle((9 * u, 17 * u, 11 * u, 22 * u), fill=(90, 60, 40))
    return image


def badge() -> Image.Image:
    """Draw a disc with a soft edge on transparent black."""
    image = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    image.paste((230, 120, 20, 255), (0, 0, 240, 240))
    image.putalpha(
        Image.radial_gradient("L").resize((240, 240)).point(lambda v: max(0, min(255, (150 - v) * 6)))
    )
    ImageDraw.Draw(image).rectangle((90, 90, 150, 150), fill=(20, 60, 160, 255))
    return image


def gray16(image: Image.Image) -> Image.Image:
    """Return the image in 16 bits of gray."""
    return image.convert("L").convert("I").point(lambda v: v * 257).convert("I;16")


def poster() -> Image.Image:
    """Draw the landscape in 12 flat colors with hard edges, and a fence."""
    image = landscape().quantize(12, dither=Image.Dither.NONE).convert("RGB")
    draw = ImageDraw.Draw(image)
    for post in range(200, 400, 9):
        draw.line((post, 180, post + 4, 240), fill=(20, 20, 20), width=2)
    draw.line((200, 200, 400, 190), fill=(190, 40, 30), width=3)
    return image.quantize(16, dither=Image.Dither.NONE)


def sprite() -> Image.Image:
    """Draw the landscape as pixel art of saturated colors."""
    small = landscape().resize((45, 30), Image.Resampling.NEAREST)
    return small.point(lambda level: 255 * (level > 127))


def color16() -> bytes:
    """Return the landscape in 16 bits as a PNG. Its sky has one transparent color; the next one is opaque."""
    image = landscape(240, 160)
    pixels: Any = image.load()
    sky, hidden, next_to_it = (0x5A96, 0x96FF, 0xFF00), (0x5A96, 0x9700, 0xFF00), (0x5A96, 0x9701, 0xFF00)
    rows = []
    for y in range(image.height):
        row = [0]
        for x in range(image.width):
            color = tuple(level * 257 for level in pixels[x, y])
            if y < 60:
                color = (sky, hidden, next_to_it)[x // 80]
            row += [byte for sample in color for byte in sample.to_bytes(2, "big")]
        rows.append(bytes(row))
    header = struct.pack(">IIBBBBB", *image.size, 16, 2, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"tRNS", struct.pack(">3H", *hidden)),
        (b"IDAT", zlib.compress(b"".join(rows))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def linear_profile() -> bytes:
    """Return sRGB's profile with a gamma of 1.0, which makes images much lighter."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    at = profile.index(b"para")
    # Type 0 of a parametric curve is X ** gamma, with gamma as a fixed-point number (ICC.1:2022, 10.18).
    linear = b"para" + bytes(4) + bytes(4) + (1 << 16).to_bytes(4, "big")
    profile = profile[:at] + linear + profile[at + len(linear) :]
    return profile.replace("sRGB".encode("utf-16-be"), "line".encode("utf-16-be"))


def pq(image: Image.Image) -> Image.Image:
    """Return the image with its white at 1,000 cd/m², in samples of PQ (ITU-R BT.2100, table 4)."""

    def sample(level: int) -> float:
        power = ((level / 255) ** 2.2 * 1000 / 10_000) ** (2610 / 16384)
        return 255 * float(((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32))

    return image.point([round(sample(level)) for level in range(256)] * 3)


def pq_profile() -> bytes:
    """Return a profile that says PQ with the primaries of ITU-R BT.2020."""
    return icc.rgb(icc.SRGB, icc.SRGB_CURVE, cicp=icc.code_points(9, 16))
