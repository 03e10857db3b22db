"""The items of a HEIF file that decoding needs, and structures that are unusual, broken or hostile."""

import struct
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers.av1_units import units
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.avif_files import HDR_GAIN_MAP, PLAIN, TIFF, about_it, avif, derived, read, with_items
from tests.unit.imaging.heif_files import Item
from tests.unit.imaging.samples import ENGINE, encoded, near, quarters, rendered


@pytest.mark.parametrize(
    ("properties", "references"),
    [
        ([HDR_GAIN_MAP], {b"auxl": [1]}),
        ([file.aux(b"urn:mpeg:hevc:2015:auxid:2\0")], {b"auxl": [1]}),
        ([], {b"thmb": [1]}),
        ([], {}),
    ],
)
def test_the_decoder_gets_only_the_primary_image(
    properties: list[bytes], references: dict[bytes, list[int]]
) -> None:
    other = Item(
        kind=b"av01", data=b"SECRET" * 9, properties=[*PLAIN.properties, *properties], references=references
    )
    content = with_items(other, about_it(b"Exif", file.exif(TIFF)))
    assert read(content).stream == read(avif()).stream
    assert not ENGINE.inspect(content).has_alpha


def test_an_image_with_a_gain_map_is_rendered_without_it() -> None:
    gain_map = replace(PLAIN, data=b"x")
    derived = Item(kind=b"tmap", data=b"x", properties=[file.ispe(64, 48)], references={b"dimg": [2, 3]})
    content = file.file([derived, PLAIN, gain_map])
    assert read(content).stream == read(avif()).stream


def test_the_primary_image_of_a_burst_is_rendered() -> None:
    other = file.coded(encoded(Image.new("RGB", (32, 32), "white"), "avif"))
    content = file.file([other, other, PLAIN], primary=3)
    assert near(rendered(content).getpixel((5, 5)), (220, 30, 30))


def test_an_alpha_channel_is_kept() -> None:
    image = quarters(64, 48)
    image.putalpha(128)
    content = encoded(image, "avif", quality=90)
    meant = file.file([file.coded(content, 1), file.coded(content, 2)])
    assert ENGINE.inspect(meant).has_alpha
    assert rendered(meant, format="png").getchannel("A").getextrema() == (128, 128)


@pytest.mark.parametrize(
    "content",
    [
        file.file([PLAIN, about_it(b"Exif", file.exif(TIFF))], separate_associations=True),
        file.file([replace(PLAIN, properties=[each for each in PLAIN.properties if each[4:8] != b"pixi"])]),
        file.file([PLAIN], major=b"mif1", brands=[b"mif1", b"miaf"]),
        file.file([PLAIN], major=b"mif1", brands=[b"avif"]),
        file.file([PLAIN], tail=b"\0\0\0"),
        file.file([PLAIN], tail=b"\xff" * 20),
    ],
    ids=[
        "several ipma boxes",
        "no pixi",
        "only generic brands",
        "generic major brand",
        "bytes",
        "broken box",
    ],
)
def test_unusual_structures_are_rendered(content: bytes) -> None:
    assert ENGINE.inspect(content).format == "avif"
    assert near(rendered(content).getpixel((5, 5)), (220, 30, 30))


@pytest.mark.parametrize(
    "content",
    [
        file.box(b"ftyp", b"mif3avifavif") + file.box(b"mini", bytes(20)),
        file.box(b"ftyp", b"mif3avif"),
        file.box(b"ftyp", b"msf1", bytes(4), b"hevc") + file.box(b"moov", bytes(20)),
        avif(file.irot(0)).replace(b"irot", b"what"),
        file.file([Item(kind=b"jpeg", data=b"x", properties=[file.ispe(9, 9)])]),
        file.file([Item(kind=b"vvc1", data=b"x", properties=[file.ispe(9, 9)])], major=b"heic"),
    ],
    ids=["mini box", "mif3", "HEVC sequence", "essential property", "JPEG", "VVC"],
)
def test_what_cannot_be_decoded_is_unsupported_not_corrupt(content: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        ENGINE.inspect(content)


@pytest.mark.parametrize(
    "content",
    [
        avif()[:-5],
        avif()[:300],
        file.box(b"ftyp", b"avif", bytes(4)),
        file.file([PLAIN], primary=2),
        file.file([replace(PLAIN, properties=PLAIN.properties[:0])]),
        file.file([derived(b"grid", file.grid(1, 1, 64, 48), 9)]),
        file.file([derived(b"grid", file.grid(1, 1, 64, 48), 1)]),
        file.file([derived(b"iden", b"", 2), derived(b"iden", b"", 1)]),
        file.file([derived(b"grid", file.grid(1, 1, 9_000, 9_000), 2), PLAIN]),
        file.file([derived(b"grid", b"", 2), PLAIN]),
        file.file([derived(b"grid", file.grid(1, 1, 64, 48), *[2] * 999), PLAIN]),
    ],
    ids=[
        *("truncated", "truncated meta", "no meta", "no primary", "no size", "no tile", "tile of itself"),
        *("cycle", "larger than its size", "no grid", "many times the same tile"),
    ],
)
def test_broken_structures_are_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptImage):
        ENGINE.inspect(content)


def test_an_av1_image_cannot_be_much_larger_than_its_size() -> None:
    large = file.coded(encoded(Image.new("L", (1200, 1000)), "avif", speed=10))
    small = [file.ispe(200, 100), *(each for each in large.properties if each[4:8] != b"ispe")]
    with pytest.raises(CorruptImage, match="larger"):
        read(file.file([replace(large, properties=small)]))
    # Browsers scale the image if the sizes differ a little.
    size = [file.ispe(1100, 900), *small[1:]]
    assert ENGINE.inspect(file.file([replace(large, properties=size)])).width == 1100


# A unit of padding (OBU).
PADDING = bytes([15 << 3 | 2, 0])


def units_of(item: Item) -> list[bytes]:
    """Return the units in an item's data: sequence header, frames and others."""
    ends = [0, *(end for _, _, end in units(item.data))]
    return [item.data[start:end] for start, end in pairwise(ends)]


@pytest.mark.parametrize(
    ("before", "frames", "fault"),
    [(PADDING * 9, 1, "larger"), (b"", 200, "more frames"), (PADDING * 600, 1, "more than 512 units")],
    ids=["header behind other units", "many frames", "many units"],
)
def test_what_a_decoder_of_av1_decodes_is_bounded(before: bytes, frames: int, fault: str) -> None:
    coded = file.coded(encoded(Image.new("L", (1200, 1000)), "avif", speed=10))
    *header, frame = units_of(coded)
    size = file.ispe(1200, 1000) if frames > 1 else file.ispe(200, 100)
    properties = [size, *(each for each in coded.properties if each[4:8] != b"ispe")]
    data = before + b"".join(header) + frame * frames
    with pytest.raises(CorruptImage, match=fault):
        read(file.file([replace(coded, properties=properties, data=data)]))


def test_large_properties_are_corrupt() -> None:
    with pytest.raises(CorruptImage, match="more than 16,384 bytes"):
        read(avif(file.full_box(b"a1lx", bytes(17_000))))


@pytest.mark.parametrize(("count", "stores"), [(2, 2), (17, 0)])
def test_a_flood_of_c2pa_stores_is_not_read(count: int, stores: int) -> None:
    store = file.box(b"jumb", b"12345678")
    kind = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    box = file.box(b"uuid", kind, bytes(4), b"manifest\0", bytes(8), store)
    assert read(file.file([PLAIN], tail=box * count)).c2pa == store * stores


def test_decoding_frames_that_are_not_shown_takes_time_and_memory() -> None:
    coded = file.coded(encoded(quarters(64, 48), "avif"))
    assert read(file.file([coded])).coded == 1
    for another in (units_of(coded)[-1], bytes([7 << 3 | 2, 0])):
        assert read(file.file([replace(coded, data=coded.data + another)])).coded == 2


def test_items_that_take_no_space_in_the_file_are_bounded() -> None:
    # 65,535 empty extents for each of 60,000 items, in 0.4 MB.
    locations = struct.pack(">BBH", 0, 0, 60_000) + struct.pack(">HHH", 1, 0, 65_535) * 60_000
    content = avif()
    meta, iloc, iinf = (content.index(kind) for kind in (b"meta", b"iloc", b"iinf"))
    before, after = content[meta + 4 : iloc - 4], content[iinf - 4 : content.index(b"mdat") - 4]
    bomb = file.box(b"meta", before, file.full_box(b"iloc", locations), after)
    with pytest.raises(CorruptImage, match="entries"):
        read(content[: meta - 4] + bomb)
