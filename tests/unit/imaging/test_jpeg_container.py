import struct
from io import BytesIO

import pytest
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.jpeg import read
from tests.unit.imaging.container_files import exif_segment, jpeg, orientation, segment
from tests.unit.imaging.samples import BLUE, GREEN, RED, encoded, near, quarters, rendered

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"http://ns.adobe.com/xap/1.0/\0"
ADOBE_RGB = segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")
C2PA = struct.pack(">I4sI4s4s", 80, b"jumb", 72, b"jumd", b"c2pa") + bytes(range(60))


def container(*segments: bytes) -> Container:
    return read(jpeg(*segments), 1)


def icc(number: int, count: int, part: bytes) -> bytes:
    return segment(0xE2, b"ICC_PROFILE\0" + bytes((number, count)) + part)


def c2pa(number: int, part: bytes) -> bytes:
    return segment(0xEB, b"JP\0\1" + struct.pack(">I", number) + part)


def pixel(content: bytes, at: tuple[int, int] = (3, 3)) -> tuple[int, ...]:
    color = rendered(content, format="png").convert("RGB").getpixel(at)
    assert isinstance(color, tuple)
    return color


def test_the_stream_has_only_what_decoding_needs() -> None:
    secrets = [
        exif_segment(orientation(6)),
        segment(0xFE, b"secret"),
        icc(1, 1, PROFILE),
        segment(0xED, b"secret"),
    ]
    plain = read(jpeg(), 1).stream
    assert container(*secrets).stream == plain
    assert Image.open(BytesIO(plain)).tobytes() == Image.open(BytesIO(jpeg())).tobytes()


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([exif_segment(orientation(6))], 6),
        ([segment(0xE1, b"Exif\0\xff" + orientation(6))], 6),
        ([exif_segment(orientation(6)), exif_segment(orientation(3))], 6),
        ([exif_segment(b"garbage" * 9), exif_segment(orientation(6))], 1),
        ([segment(0xE1, b"exif\0\0" + orientation(6))], 1),
        ([segment(0xE2, b"Exif\0\0" + orientation(6))], 1),
        ([segment(0xE1, XMP + b'<rdf:Description tiff:Orientation="6"/>')], 1),
    ],
)
def test_the_orientation_is_that_of_the_first_exif_segment(segments: list[bytes], expected: int) -> None:
    assert container(*segments).orientation == expected


def test_metadata_between_scans_is_ignored() -> None:
    content = jpeg(progressive=True)
    second = content.index(b"\xff\xc4", content.index(b"\xff\xda"))
    changed = content[:second] + exif_segment(orientation(6)) + content[second:]
    assert read(changed, 1).orientation == 1
    assert pixel(changed) == pixel(content)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_a_profile_is_assembled_in_any_order(order: tuple[int, ...]) -> None:
    parts = [icc(1, 3, PROFILE[:100]), icc(2, 3, PROFILE[100:200]), icc(3, 3, PROFILE[200:])]
    assert container(*(parts[at] for at in order)).color.icc == PROFILE


@pytest.mark.parametrize(
    "segments",
    [
        [icc(1, 3, b"a"), icc(3, 3, b"c")],
        [icc(1, 2, b"a"), icc(2, 2, b"b"), icc(2, 2, b"b")],
        [icc(1, 3, b"a"), icc(2, 2, b"b"), icc(3, 3, b"c")],
        [icc(0, 2, b"a"), icc(1, 2, b"b")],
        [icc(0, 0, b"a")],
        [segment(0xE2, b"ICC_PROFILE\0")],
        [icc(number, 70, bytes(65_000)) for number in range(1, 71)],
    ],
    ids=["part missing", "part twice", "counts differ", "from 0", "no count", "short", "over 4 MB"],
)
def test_a_profile_with_contradictory_parts_is_absent(segments: list[bytes]) -> None:
    assert container(*segments).color.icc is None


def test_xmp_is_the_packet_without_its_identifier() -> None:
    assert container(segment(0xE1, XMP + b"<x:xmpmeta/>")).xmp == b"<x:xmpmeta/>"


def test_a_c2pa_store_is_assembled() -> None:
    parts = [c2pa(2, C2PA[:8] + C2PA[40:]), segment(0xEB, b"JP\0\2\0\0\0\1" + bytes(20)), c2pa(1, C2PA[:40])]
    assert container(*parts).c2pa == C2PA
    assert container(*parts[1:]).c2pa == b""


@pytest.mark.parametrize(
    "odd",
    [
        b"\xff" * 50,
        b"\xff\x00\xff\x00",
        b"\xff\xd0",
        segment(0xE0, b"JFIF\0"),
        segment(0xEE, b"Adobe"),
        segment(0xE2, b"ICC_PROFILE\0\1"),
        b"\xff\xe1\x00\x00",
    ],
    ids=["fill bytes", "stuffed", "restart", "short JFIF", "short Adobe", "short ICC", "no length"],
)
def test_an_odd_segment_does_not_matter(odd: bytes) -> None:
    assert pixel(jpeg(odd)) == pixel(jpeg())
    assert pixel(jpeg(odd, jfif=False)) == pixel(jpeg())


def test_junk_between_segments_is_skipped() -> None:
    content = jpeg()
    at = content.index(b"\xff\xc4")
    assert pixel(content[:at] + b"junk" + content[at:]) == pixel(content)


def test_the_color_space_is_the_one_that_libjpeg_derives() -> None:
    ycc, rgb = RED, (87, 96, 223)
    assert near(pixel(jpeg()), ycc)
    assert near(pixel(jpeg(ADOBE_RGB)), ycc)
    assert near(pixel(jpeg(ADOBE_RGB, jfif=False)), rgb)
    assert near(pixel(encoded(quarters(60, 40), "jpeg", quality=95, keep_rgb=True)), ycc)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_modes_are_decoded_as_before(mode: str) -> None:
    content = encoded(quarters(60, 40).convert(mode), "jpeg", quality=95)
    assert (
        JpegImageFile(BytesIO(read(content, 1).stream)).tobytes() == JpegImageFile(BytesIO(content)).tobytes()
    )


def test_of_several_images_the_first_one_is_rendered() -> None:
    content = encoded(quarters(60, 40), "mpo", save_all=True, append_images=[quarters(60, 40).rotate(180)])
    assert near(pixel(content), RED)
    assert near(pixel(content, (55, 3)), GREEN)
    assert near(pixel(content, (3, 35)), BLUE)


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
    assert pixel(lossless(64)) == pixel(lossless(640)) == (128, 128, 128)


@pytest.mark.parametrize("content", [jpeg()[:2], jpeg()[:100], jpeg(b"\xff\xd9")])
def test_a_file_without_a_scan_is_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptImage, match="no image data"):
        read(content, 1)


def test_a_flood_of_segments_is_corrupt() -> None:
    with pytest.raises(CorruptImage, match="10,000 segments"):
        container(b"\xff\xfe\0\2" * 10_001)


def test_a_flood_of_scans_is_unsupported() -> None:
    progressive = jpeg(progressive=True)
    last = progressive[progressive.rindex(b"\xff\xda") : -2]
    with_scans = [progressive[:-2] + last * count + b"\xff\xd9" for count in (50, 100)]
    assert read(with_scans[0], 1).stream.endswith(last + b"\xff\xd9")
    with pytest.raises(UnsupportedFormat, match="more than 100 scans"):
        read(with_scans[1], 1)


def test_scans_of_other_images_in_the_file_are_not_counted() -> None:
    content = jpeg(progressive=True) + jpeg(progressive=True) * 20
    assert read(content, 1).stream
