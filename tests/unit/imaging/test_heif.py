"""The container of AVIF and HEIC. The pixels come from AVIF, which Pillow can encode."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import Rejected
from chalicelib.imaging.color.description import Cicp
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.avif_files import (
    PLAIN,
    TIFF,
    about_it,
    avif,
    read,
    with_items,
)
from tests.unit.imaging.heif_files import Item
from tests.unit.imaging.samples import ENGINE, UNDO, encoded, near, quarters, rendered


@pytest.mark.parametrize(
    ("properties", "orientation"),
    [
        ([], 1),
        ([file.irot(1)], 8),
        ([file.irot(2)], 3),
        ([file.irot(3)], 6),
        ([file.imir(0)], 4),
        ([file.imir(1)], 2),
        ([file.irot(1), file.imir(0)], 5),
        ([file.irot(1), file.imir(1)], 7),
        # The properties apply in their order.
        ([file.imir(0), file.irot(1)], 7),
        ([file.imir(1), file.irot(1), file.irot(1)], 4),
    ],
)
def test_rotation_and_mirroring_apply_once(properties: list[bytes], orientation: int) -> None:
    stored = quarters(64, 48).transpose(UNDO[orientation]) if orientation > 1 else quarters(64, 48)
    image = file.coded(encoded(stored, "avif", quality=90), 1, *properties)
    content = file.file([image])
    assert read(content).orientation == ENGINE.inspect(content).orientation == orientation
    upright = rendered(content, width=64, height=48, format="png")
    assert upright.size == (64, 48)
    assert near(upright.getpixel((6, 6)), (220, 30, 30))
    assert near(upright.getpixel((57, 6)), (30, 180, 30))
    assert near(upright.getpixel((6, 41)), (30, 30, 220))


def test_the_orientation_in_exif_and_xmp_has_no_effect() -> None:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Orientation="6"/></x:xmpmeta>'
    content = with_items(
        about_it(b"Exif", file.exif(TIFF)), about_it(b"mime", packet, b"application/rdf+xml")
    )
    assert (read(content).exif, read(content).xmp) == (TIFF, packet)
    info = ENGINE.inspect(content)
    assert (info.orientation, info.width, info.height) == (1, 64, 48)


def test_the_clean_aperture_crops_before_the_rotation() -> None:
    content = avif(file.clap(32, 24, 32, 24, (64, 48)), file.irot(1))
    info = ENGINE.inspect(content)
    assert (info.width, info.height) == (24, 32)
    image = rendered(content, width=24, height=32, format="png")
    assert image.size == (24, 32)
    assert near(image.getpixel((12, 30)), (230, 220, 40))
    assert near(image.getpixel((12, 5)), (230, 220, 40))


@pytest.mark.parametrize(
    "aperture",
    [
        file.clap(64, 48, 1, 0, (64, 48)),
        file.clap(0, 48, 0, 0, (64, 48)),
        file.box(b"clap", bytes(32)),
    ],
)
def test_an_invalid_clean_aperture_is_ignored(aperture: bytes) -> None:
    info = ENGINE.inspect(avif(aperture))
    assert (info.width, info.height) == (64, 48)


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\0\0\0\0garbage", b"\xff\xff\xff\xff" + TIFF, file.exif(b"Exif\0\0broken")]
)
def test_broken_exif_counts_as_absent(data: bytes) -> None:
    content = with_items(about_it(b"Exif", data))
    assert read(content).exif == b""
    assert near(rendered(content).getpixel((5, 5)), (220, 30, 30))


def test_exif_can_start_with_the_marker_of_jpeg() -> None:
    assert read(with_items(about_it(b"Exif", struct.pack(">I", 6) + b"Exif\0\0" + TIFF))).exif == TIFF
    assert read(with_items(about_it(b"Exif", file.exif(b"Exif\0\0" + TIFF)))).exif == TIFF


def test_a_c2pa_manifest_store_is_found() -> None:
    store = file.box(b"jumb", b"store")
    owner = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    manifest = file.box(b"uuid", owner, bytes(4), b"manifest\0", bytes(8), store)
    other = file.box(b"uuid", bytes(16), b"other")
    hashes = file.box(b"uuid", owner, bytes(4), b"merkle\0", bytes(20))
    assert read(file.file([PLAIN], tail=other + manifest)).c2pa == store
    assert read(file.file([PLAIN], tail=manifest + b"\0\0\0\1")).c2pa == store
    assert read(file.file([PLAIN], tail=hashes)).c2pa == b""
    assert read(file.file([PLAIN], tail=manifest[:40])).c2pa == b""


def test_metadata_of_other_images_is_ignored() -> None:
    thumbnail = replace(PLAIN, references={b"thmb": [1]})
    item = Item(kind=b"Exif", data=file.exif(TIFF), references={b"cdsc": [2]})
    assert read(with_items(thumbnail, item)).exif == b""


def test_an_animation_is_described_by_its_track() -> None:
    frames = [quarters(40, 30), quarters(40, 30).rotate(180), quarters(40, 30)]
    content = encoded(frames[0], "avif", save_all=True, append_images=frames[1:], duration=100)
    container = read(content)
    assert (container.frames, container.stream) == (3, content)
    assert container.color.cicp == Cicp(primaries=1, transfer=13, matrix=6, full_range=True)


def patched(content: bytes, after: bytes, offset: int, value: bytes) -> bytes:
    """Return the content with some bytes replaced at this offset after a box's type."""
    at = content.index(after) + len(after) + offset
    return content[:at] + value + content[at + len(value) :]


def test_an_edit_list_says_how_often_an_animation_is_played() -> None:
    frames = [quarters(40, 30), quarters(40, 30).rotate(180)]
    endless = encoded(frames[0], "avif", save_all=True, append_images=frames[1:], duration=100)
    once = patched(endless, b"elst", 3, b"\0")
    duration = int.from_bytes(endless[endless.index(b"elst") + 12 :][:8], "big")
    twice = patched(endless, b"tkhd", 28, (2 * duration).to_bytes(8, "big"))
    without_list = endless.replace(b"elst", b"free")
    plays = [read(each).plays for each in (endless, once, twice, without_list)]
    assert plays == [0, 1, 2, 0]


@given(st.data())
def test_damaged_files_are_rejected_or_read(data: st.DataObject) -> None:
    content = bytearray(with_items(about_it(b"Exif", file.exif(TIFF)), replace(PLAIN, data=b"x")))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        container = read(bytes(content))
    except Rejected:
        return
    assert container.stream
