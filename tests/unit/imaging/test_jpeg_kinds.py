"""Kinds of JPEG that are rare, unsupported, or made to be expensive."""

import struct

import pytest

from chalicelib.errors import CorruptImage, TooComplex, UnsupportedFormat
from chalicelib.imaging.containers.jpeg import read
from chalicelib.imaging.containers.jpeg_segments import has_several_scans, header_segments
from tests.unit.imaging.container_files import jpeg, segment
from tests.unit.imaging.samples import rendered


@pytest.mark.parametrize(("frame", "bits"), [(0xC5, 8), (0xCB, 8), (0xC1, 12)])
def test_a_kind_of_jpeg_that_cannot_be_decoded_is_unsupported(frame: int, bits: int) -> None:
    content = jpeg()
    at = content.index(b"\xff\xc0")
    changed = (
        content[: at + 1] + bytes([frame]) + content[at + 2 : at + 4] + bytes([bits]) + content[at + 5 :]
    )
    with pytest.raises(UnsupportedFormat, match="rare kind of JPEG"):
        read(changed, 1)


def lossless(side: int) -> bytes:
    """Return a gray lossless JPEG: its only Huffman code, one zero bit, stands for a difference of 0."""
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xC3, struct.pack(">BHHBBBB", 8, side, side, 1, 1, 0x11, 0)),
            segment(0xC4, bytes([0, 1, *[0] * 16])),
            segment(0xDA, bytes([1, 1, 0, 1, 0, 0])),
            bytes(side * side // 8),
            b"\xff\xd9",
        )
    )


def test_a_lossless_jpeg_is_rendered_at_any_size() -> None:
    for side in (64, 640):
        assert rendered(lossless(side), format="png").convert("RGB").getpixel((3, 3)) == (128, 128, 128)


@pytest.mark.parametrize("content", [jpeg()[:2], jpeg()[:100], jpeg(b"\xff\xd9")])
def test_a_file_without_a_scan_is_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptImage, match="no image data"):
        read(content, 1)


def test_a_flood_of_segments_is_too_complex() -> None:
    with pytest.raises(TooComplex, match="10,000 segments"):
        read(jpeg(b"\xff\xfe\0\2" * 10_001), 1)


def test_a_flood_of_scans_is_too_complex() -> None:
    progressive = jpeg(progressive=True)
    last = progressive[progressive.rindex(b"\xff\xda") : -2]
    with_scans = [progressive[:-2] + last * count + b"\xff\xd9" for count in (50, 100)]
    assert read(with_scans[0], 1).stream.endswith(last + b"\xff\xd9")
    with pytest.raises(TooComplex, match="more than 100 scans"):
        read(with_scans[1], 1)


def test_scans_of_other_images_in_the_file_are_not_counted() -> None:
    content = jpeg(progressive=True) + jpeg(progressive=True) * 20
    assert read(content, 1).stream


def frame(marker: int, first_scan: bytes) -> bytes:
    """Return the headers of an image with three channels and the channels of its first scan."""
    header = struct.pack(">BHHB", 8, 8, 8, 3) + b"\x01\x11\0\x02\x11\0\x03\x11\0"
    return b"\xff\xd8" + segment(marker, header) + segment(0xDA, first_scan)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (frame(0xC0, b"\x03\1\0\2\0\3\0\0\x3f\0"), False),
        (frame(0xC0, b"\x01\1\0\0\x3f\0"), True),
        (frame(0xC2, b"\x03\1\0\2\0\3\0\0\0\0"), True),
        (frame(0xCA, b"\x03\1\0\2\0\3\0\0\0\0"), True),
        (frame(0xC0, b""), True),
        (b"\xff\xd8", False),
    ],
)
def test_several_scans_are_those_of_progressive_images_and_of_single_channels(
    content: bytes, *, expected: bool
) -> None:
    assert has_several_scans(header_segments(content)) is expected
