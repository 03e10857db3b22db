import random
from contextlib import suppress
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.errors import CorruptImage, Rejected, UnsupportedFormat
from chalicelib.imaging.containers import tiff as container
from chalicelib.imaging.containers.ifd import directories
from chalicelib.models import VariantSpec
from tests.unit.imaging import tiffs
from tests.unit.imaging.samples import ENGINE, encoded, photo, render, rendered
from tests.unit.imaging.tiffs import page, tiff

COPYRIGHT, XMP, PROFILE, DNG, MAKE = 33432, 700, 34675, 50706, 271
GRAY = page(2, 1, 1, 8, 1)
DATA = [b"\x10\x20"]


def test_metadata_is_found_and_kept_from_the_decoder() -> None:
    file = tiff(({**GRAY, COPYRIGHT: b"(c) me\0", XMP: b"<x/>!", PROFILE: b"profile"}, DATA))
    read = container.read(file, 1)
    assert (read.xmp, read.color.icc, read.orientation) == (b"<x/>!", b"profile", 1)
    exif = Image.Exif()
    exif.load(read.exif)
    assert exif[COPYRIGHT] == b"(c) me\0"
    tags = next(directories(read.stream)).entries
    assert XMP not in tags
    assert COPYRIGHT not in tags


def test_the_copyright_is_kept_if_a_preset_asks_for_it() -> None:
    content = encoded(photo(20, 20), "tiff", tiffinfo={COPYRIGHT: "(c) me"})
    image = rendered(content, keep=("copyright",))
    assert image.getexif()[COPYRIGHT] == "(c) me"


@pytest.mark.parametrize(
    ("maker", "kind"),
    [(b"NIKON CORPORATION\0", "NEF"), (b"EASTMAN KODAK COMPANY\0", "KDC"), (b"Unheard of\0", "RAW")],
)
@pytest.mark.parametrize(("tag", "value"), [(tiffs.PHOTOMETRIC, 32803), (tiffs.COMPRESSION, 34713)])
def test_a_camera_raw_file_is_unsupported_and_named(maker: bytes, kind: str, tag: int, value: int) -> None:
    content = tiff(({**GRAY, MAKE: maker, 254: [1]}, DATA), ({**GRAY, tag: [value]}, DATA))
    with pytest.raises(UnsupportedFormat, match=rf"a camera RAW file \({kind}\)"):
        ENGINE.inspect(content)


def test_a_camera_raw_file_can_have_its_data_in_a_sub_directory() -> None:
    tags = {**GRAY, MAKE: b"SONY\0", tiffs.SUB_IFDS: [0]}
    size = len(tiff((tags, DATA)))
    sub_directory = pack("<HHHIII", 1, tiffs.PHOTOMETRIC, 3, 1, 32803, 0)
    content = tiff(({**tags, tiffs.SUB_IFDS: [size]}, DATA)) + sub_directory
    with pytest.raises(UnsupportedFormat, match=r"camera RAW file \(ARW\)"):
        ENGINE.inspect(content)


def test_a_digital_negative_is_named() -> None:
    with pytest.raises(UnsupportedFormat, match=r"camera RAW file \(DNG\)"):
        ENGINE.inspect(tiff(({**GRAY, DNG: bytes((1, 4, 0, 0))}, DATA)))


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        (tiffs.COMPRESSION, [34887], "compression LERC"),
        (tiffs.COMPRESSION, [9999], "number 9999"),
        (tiffs.PHOTOMETRIC, [32844], "color space 32844"),
        (tiffs.BITS, [10], "1 x 10 bits"),
        (tiffs.SAMPLES, [500], "500 samples"),
        (tiffs.FORMAT, [6], "complex numbers"),
    ],
)
def test_what_cannot_be_decoded_is_unsupported_and_not_corrupt(tag: int, value: list[int], text: str) -> None:
    with pytest.raises(UnsupportedFormat, match=text):
        ENGINE.inspect(tiff(({**GRAY, tag: value}, DATA)))


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        (tiffs.WIDTH, [0], "ImageWidth"),
        (tiffs.STRIPS, [9_000_000], "truncated"),
        (tiffs.LENGTH, [1000], "truncated"),
        (tiffs.PHOTOMETRIC, [2], "fewer samples"),
        (tiffs.PHOTOMETRIC, [3], "color map"),
    ],
)
def test_what_is_broken_is_corrupt_and_named(tag: int, value: list[int], text: str) -> None:
    tags = {**GRAY, tag: value}
    tags[tiffs.ROWS] = tags[tiffs.LENGTH]
    with pytest.raises(CorruptImage, match=text):
        ENGINE.inspect(tiff((tags, DATA)))


def test_a_circle_of_directories_ends() -> None:
    content = bytearray(tiff((GRAY, DATA)))
    first = int.from_bytes(content[4:8], "little")
    following = first + 2 + 12 * int.from_bytes(content[first : first + 2], "little")
    content[following : following + 4] = content[4:8]
    assert len(list(directories(bytes(content)))) == 1


def test_the_entries_of_all_directories_are_limited() -> None:
    count, size = 4000, 2 + 12 * 4000 + 4
    entry = pack("<HHII", 1, 3, 1, 0)
    starts = [8 + number * size for number in range(100)]
    parts = [pack("<H", count) + entry * count + pack("<I", start + size) for start in starts]
    content = b"II*\0" + pack("<I", 8) + b"".join(parts)
    assert len(list(directories(content))) <= 26


def test_strips_cannot_make_the_decoder_read_the_file_many_times() -> None:
    height = 1000
    tags = {
        **page(1, height, 1, 8, 1, rows=[1], compression=[8]),
        tiffs.STRIPS: [8] * height,
        tiffs.COUNTS: [10_000] * height,
    }
    with pytest.raises(CorruptImage, match="overlap"):
        ENGINE.inspect(tiff((tags, [bytes(10_000)])))


def test_nothing_is_printed_about_a_damaged_image(capfd: pytest.CaptureFixture[str]) -> None:
    content = tiff((page(2, 1, 1, 8, 1, compression=[8]), [b"not deflated"]))
    with pytest.raises(CorruptImage, match="cannot be decompressed"):
        render(content, VariantSpec(name="v", width=10, height=10))
    assert capfd.readouterr() == ("", "")


@settings(max_examples=50)
@given(seed=st.integers(0, 1 << 32), kind=st.sampled_from(["classic", "big", "palette", "float"]))
def test_damaged_directories_are_rendered_or_rejected(seed: int, kind: str) -> None:
    chance = random.Random(seed)  # noqa: S311  reproducible, not secret
    content = bytearray(
        {
            "classic": tiff((page(2, 2, 3, 8, 2), [bytes(12)]), order=">"),
            "big": tiff((page(2, 2, 2, 16, 1, extra=[1]), [bytes(16)]), big=True),
            "palette": tiff((page(2, 2, 1, 4, 3, color_map=list(range(48))), [bytes(2)])),
            "float": tiff((page(2, 2, 3, 32, 2, format=[3] * 3, planar=[2]), [bytes(16)] * 3)),
        }[kind]
    )
    for _ in range(chance.randrange(1, 6)):
        content[chance.randrange(4, len(content))] = chance.choice((0, 1, 2, 3, 0xFF, chance.randrange(256)))
    with suppress(Rejected):
        container.read(bytes(content), 1)
        assert render(bytes(content), VariantSpec(name="v", width=10, height=10))
