"""A corpus of broken and hostile files: truncated, flipped bits, false headers, bombs, other file types."""

import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.unit.imaging import heic_samples
from tests.unit.imaging.samples import encoded, photo, quarters, rotated

_SEED = 20260101
_FLIPS = 12
_CUTS = (0.02, 0.2, 0.5, 0.9, 0.99)


def files() -> Iterator[tuple[str, bytes]]:
    """Yield names and contents, always the same ones."""
    yield from _other_file_types()
    yield from _bombs()
    yield from valid()
    yield from broken_files()


def broken_files() -> Iterator[tuple[str, bytes]]:
    for name, content in valid():
        yield from _broken(name, content)


def valid() -> Iterator[tuple[str, bytes]]:
    image, alpha = photo(96, 64), photo(96, 64)
    alpha.putalpha(Image.radial_gradient("L").resize(alpha.size))
    frames = [quarters(40, 30), photo(40, 30), quarters(40, 30).rotate(180)]
    animated = {"save_all": True, "append_images": frames[1:], "duration": 50, "loop": 0}
    yield "baseline.jpg", rotated(6)
    yield "progressive.jpg", encoded(image, "jpeg", progressive=True)
    yield "cmyk.jpg", encoded(image.convert("CMYK"), "jpeg")
    yield "gray.jpg", encoded(image.convert("L"), "jpeg")
    yield "stereo.mpo", encoded(image, "mpo", save_all=True, append_images=[quarters(96, 64)])
    yield "rgb.png", encoded(image, "png")
    yield "rgba.png", encoded(alpha, "png")
    yield "palette.png", encoded(image.quantize(16), "png")
    yield "gray16.png", encoded(image.convert("L").convert("I;16"), "png")
    yield "animated.png", encoded(frames[0], "png", **animated)
    yield "lossy.webp", encoded(alpha, "webp")
    yield "lossless.webp", encoded(image, "webp", lossless=True)
    yield "animated.webp", encoded(frames[0], "webp", **animated)
    yield "still.gif", encoded(image, "gif")
    yield "animated.gif", encoded(frames[0], "gif", **animated)
    yield "still.avif", encoded(alpha, "avif")
    yield "still.heic", heic_samples.COLOR_AND_ALPHA
    yield "deflate.tif", encoded(image, "tiff", compression="tiff_adobe_deflate")
    yield "plain.tif", encoded(alpha, "tiff")
    yield "plain.bmp", encoded(image, "bmp")


def _broken(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(f"{_SEED}{name}")  # noqa: S311  reproducible, not secret
    for cut in _CUTS:
        yield f"cut-{cut}-{name}", content[: int(len(content) * cut)]
    for number in range(_FLIPS):
        flipped = bytearray(content)
        # Headers matter most, so half of the files get their flipped bits there.
        reach = len(flipped) if number % 2 else min(len(flipped), 200)
        for _ in range(1 + number):
            flipped[chance.randrange(reach)] ^= 1 << chance.randrange(8)
        yield f"flip-{number}-{name}", bytes(flipped)
    yield f"tail-{name}", content + bytes(1000)


def _other_file_types() -> Iterator[tuple[str, bytes]]:
    yield "empty.jpg", b""
    yield "text.jpg", b"not an image"
    yield "page.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    yield "page.pdf", b"%PDF-1.7\n"
    yield "page.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n"
    yield "layers.psd", b"8BPS\x00\x01" + bytes(100)
    yield "icon.ico", encoded(quarters(32, 32), "ico")
    yield "pixels.ppm", encoded(quarters(), "ppm")
    yield "film.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100)


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "zeros-90mp.png", png(9_500, 9_500, zlib.compress(bytes(9_500 * 9_501), 9))
    yield "claims-3600mp.png", png(60_000, 60_000, zlib.compress(bytes(1000)))
    yield "claims-100mp.png", png(10_000, 10_000, b"")
    yield (
        "claims-2g-frames.png",
        _with_chunk(encoded(quarters(), "png"), b"acTL", struct.pack(">II", 2**31 - 1, 0)),
    )
    yield (
        "text-bomb.png",
        _with_chunk(encoded(quarters(), "png"), b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000))),
    )
    yield "frames-20000.gif", _many_frames(20_000)
    jpeg = encoded(photo(64, 64), "jpeg")
    frame = jpeg.index(b"\xff\xc0")
    yield "claims-3600mp.jpg", jpeg[: frame + 5] + struct.pack(">HH", 60_000, 60_000) + jpeg[frame + 9 :]
    gif = encoded(photo(64, 64), "gif")
    yield "claims-4gp.gif", gif[:6] + struct.pack("<HH", 65_535, 65_535) + gif[10:]
    webp = encoded(photo(64, 64), "webp", lossless=True)
    yield "claims-268mp.webp", webp[:21] + b"\xff\xff\xff\x0f" + webp[25:]
    bmp = encoded(photo(64, 64), "bmp")
    yield "claims-huge.bmp", bmp[:18] + struct.pack("<ii", 2**31 - 1, 2**31 - 1) + bmp[26:]


def png(width: int, height: int, data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _with_chunk(png: bytes, kind: bytes, body: bytes) -> bytes:
    """Insert a chunk after the header, which ends at byte 33."""
    return png[:33] + _chunk(kind, body) + png[33:]


def _many_frames(count: int) -> bytes:
    buffer = BytesIO()
    Image.new("P", (1, 1)).save(buffer, "gif")
    file = buffer.getvalue()
    start = file.index(b",", 13)
    return file[:start] + file[start:-1] * count + b";"
