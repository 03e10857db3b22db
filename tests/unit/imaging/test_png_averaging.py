import struct
import zlib
from collections.abc import Callable, Mapping
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.domain.deadline import Deadline
from chalicelib.errors import DarkroomError, TooComplex
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.decoding import png_averaging
from chalicelib.imaging.decoding.decode import Decoded, decode
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.decoder_errors import decoding
from chalicelib.imaging.decoding.png_transparency import PngFile
from chalicelib.imaging.source import open_source
from tests.unit.imaging.container_files import PNG_SIGNATURE, chunk
from tests.unit.imaging.gif_comparison import max_difference
from tests.unit.imaging.kernels import compiled
from tests.unit.imaging.samples import encoded, photo

COLOR_TYPES = {"L": 0, "LA": 4, "RGB": 2, "RGBA": 6}
SIZE = WIDTH, HEIGHT = 50, 40


def sample(mode: str, size: tuple[int, int] = SIZE) -> Image.Image:
    image = photo(*size)
    if "A" in mode:
        image.putalpha(Image.radial_gradient("L").resize(size))
    return image.convert(mode)


def filtered(image: Image.Image) -> bytes:
    """The rows of an image with all filters in turn, which need not make them small."""
    row = image.width * len(image.mode)
    rows = zip(count(), (image.tobytes()[at : at + row] for at in range(0, row * image.height, row)))
    return b"".join(bytes((number % 5,)) + each for number, each in rows)


def png(mode: str, data: bytes, size: tuple[int, int] = SIZE) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, COLOR_TYPES[mode], 0, 0, 0)
    return PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def decoded(content: bytes, size: tuple[int, int], *, in_full: bool = False) -> Decoded:
    with decoding():
        source = open_source(content, "png", 1)
        return decode(source, TargetSize(size, best=False, in_full=in_full))


def outcome(content: bytes, *, in_full: bool) -> str:
    """What decoding at a sixth of the size leads to. Both ways have the same errors."""
    try:
        return f"{decoded(content, (8, 7), in_full=in_full).image.size}"
    except DarkroomError as error:
        return f"{error.code}: {error}"


@pytest.mark.parametrize("mode", COLOR_TYPES)
@pytest.mark.parametrize("size", [SIZE, (1001, 40), (7, 300), (64, 64)])
@pytest.mark.parametrize("by", [2, 3, 5])
def test_averages_are_those_of_all_pixels(mode: str, size: tuple[int, int], by: int) -> None:
    compiled()
    content = png(mode, zlib.compress(filtered(sample(mode, size))), size)
    wanted = max(1, size[0] // (2 * by)), max(1, size[1] // (2 * by))
    found, expected = decoded(content, wanted), decoded(content, wanted, in_full=True)
    assert (found.box, found.averaged) == (expected.box, expected.averaged)
    assert (found.image.mode, found.image.size) == (expected.image.mode, expected.image.size)
    assert max_difference(found.image, expected.image) <= 1


@pytest.mark.parametrize("mode", COLOR_TYPES)
def test_pixels_are_averaged_while_decoding(mode: str) -> None:
    compiled()
    source = open_source(png(mode, zlib.compress(filtered(sample(mode)))), "png", 1)
    decode(source, TargetSize((5, 5), best=False))
    assert source.image._im is None  # noqa: SLF001  Pillow has no other way to tell


def test_all_pixels_are_decoded_of_other_kinds_of_images() -> None:
    interlaced = png("RGB", zlib.compress(filtered(sample("RGB"))))
    interlaced = interlaced[:28] + b"\1" + interlaced[29:]
    images = [
        encoded(sample("RGB").quantize(16), "png"),
        encoded(sample("L").convert("I;16"), "png"),
        encoded(sample("RGB"), "png", transparency=(1, 2, 3)),
        interlaced[:29] + struct.pack(">I", zlib.crc32(interlaced[12:29])) + interlaced[33:],
    ]
    for content in images:
        image = open_source(content, "png", 1).image
        assert isinstance(image, PngFile)
        assert png_averaging.factor(image, TargetSize((5, 5), best=False)) == 1


BROKEN: Mapping[str, Callable[[bytes], bytes]] = {
    "no data": lambda data: data[:0],
    "only a header": lambda data: data[:2],
    "half of the data": lambda data: data[: len(data) // 2],
    "the last row missing": lambda data: zlib.compress(zlib.decompress(data)[: -WIDTH * 3 - 1]),
    "one byte missing": lambda data: zlib.compress(zlib.decompress(data)[:-1]),
    "more rows": lambda data: zlib.compress(zlib.decompress(data) + b"\xff" * 5_000),
    "data after the end": lambda data: data + b"\xff" * 5_000,
    "no checksum": lambda data: data[:-4],
    "a wrong checksum": lambda data: data[:-4] + b"abcd",
    "no zlib header": lambda data: b"ab" + data[2:],
    "a dictionary": lambda data: b"\x78\x20" + data[2:],
    "an unknown filter": lambda data: zlib.compress(b"\5" + zlib.decompress(data)[1:]),
    "an unknown filter at the end": lambda data: zlib.compress(
        zlib.decompress(data)[: -WIDTH * 3 - 1] + b"\xff" + bytes(WIDTH * 3)
    ),
    "an unknown filter and too few rows": lambda data: zlib.compress(b"\5" + zlib.decompress(data)[1:-200]),
    "an invalid block": lambda data: data[:2] + b"\xff" + data[3:],
    "an invalid block behind the pixels": lambda data: _not_final(zlib.decompress(data)) + b"\xff" * 20,
}


def _not_final(rows: bytes) -> bytes:
    deflate = zlib.compressobj()
    return deflate.compress(rows) + deflate.flush(zlib.Z_SYNC_FLUSH)


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_data_is_treated_as_if_all_pixels_were_decoded(kind: str) -> None:
    compiled()
    content = png("RGB", BROKEN[kind](zlib.compress(filtered(sample("RGB")))))
    assert outcome(content, in_full=False) == outcome(content, in_full=True)


@settings(max_examples=200)
@given(at=st.floats(0, 1), value=st.integers(0, 255), end=st.floats(0, 1))
def test_changed_data_is_treated_as_if_all_pixels_were_decoded(at: float, value: int, end: float) -> None:
    compiled()
    data = bytearray(zlib.compress(filtered(sample("RGB"))))
    data[min(len(data) - 1, int(at * len(data)))] = value
    content = png("RGB", bytes(data[: int(2 * end * len(data))]))
    assert outcome(content, in_full=False) == outcome(content, in_full=True)


def test_time_is_checked_while_decoding() -> None:
    compiled()
    remaining = iter([*[60_000] * 3, *[0] * 100])
    time = TimeBudget(Deadline(lambda: next(remaining)))
    noise = Image.effect_noise((400, 400), 90)
    content = png("L", zlib.compress(filtered(noise)), noise.size)
    image = open_source(content, "png", 1).image
    assert isinstance(image, PngFile)
    with pytest.raises(TooComplex):
        png_averaging.decode(content, image, 4, time)


def test_estimates_of_memory_are_for_averages_and_strips() -> None:
    compiled()
    image = open_source(png("RGB", b"", (4000, 3000)), "png", 1).image
    assert isinstance(image, PngFile)
    assert png_averaging.memory(image, 4) == 2 * 4 * 1000 * 750 + 3 * 3 * 4000 * 16
