import struct
from io import BytesIO

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.jpeg import read
from tests.unit.imaging.container_files import C2PA, PROFILE, exif_segment, jpeg, orientation, segment
from tests.unit.imaging.samples import BLUE, GREEN, RED, encoded, near, quarters, rendered

XMP = b"http://ns.adobe.com/xap/1.0/\0"
ADOBE_RGB = segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")


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


def test_a_file_of_what_decoding_needs_is_not_copied() -> None:
    content = jpeg()
    assert read(content, 1).stream is content
    assert read(jpeg(jfif=False), 1).stream == content.replace(content[2:20], b"")


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
