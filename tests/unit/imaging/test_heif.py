"""The container of AVIF and HEIC. The pixels come from AVIF, which Pillow can encode."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from chalicelib.errors import CorruptImage, Rejected, UnsupportedFormat
from chalicelib.imaging.color.description import Cicp, ColorDescription
from chalicelib.imaging.containers import heif
from chalicelib.imaging.containers.container import Container
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.heif_files import Item
from tests.unit.imaging.samples import ENGINE, UNDO, encoded, near, quarters, rendered

COLORS = file.nclx(1, 13, 6, full_range=True)
PLAIN = file.coded(encoded(quarters(64, 48), "avif", quality=90))
TIFF = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
HDR_GAIN_MAP = file.aux(b"urn:com:apple:photo:2020:aux:hdrgainmap\0")


def avif(*extra: bytes) -> bytes:
    """Return an AVIF of `quarters` with additional properties."""
    return file.file([replace(PLAIN, properties=[*PLAIN.properties, *extra])])


def with_items(*items: Item) -> bytes:
    return file.file([PLAIN, *items])


def about_it(kind: bytes, data: bytes, content_type: bytes = b"") -> Item:
    return Item(kind=kind, data=data, content_type=content_type, references={b"cdsc": [1]})


def derived(kind: bytes, data: bytes, *to: int, size: tuple[int, int] = (64, 48)) -> Item:
    return Item(kind=kind, data=data, properties=[file.ispe(*size)], references={b"dimg": to})


def read(content: bytes) -> Container:
    return heif.read(content, max_frames=10)


def colored(*boxes: bytes) -> ColorDescription:
    """Return the color of an image with only these `colr` boxes."""
    others = [each for each in PLAIN.properties if each[4:8] != b"colr"]
    return read(file.file([replace(PLAIN, properties=[*others, *boxes])])).color


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


def test_code_points_describe_the_color() -> None:
    display_p3 = Cicp(primaries=12, transfer=13, matrix=6, full_range=True)
    assert colored(file.nclx(12, 13, 6, full_range=True)) == ColorDescription(cicp=display_p3)
    assert colored(file.box(b"colr", b"nclx", bytes(6))) == ColorDescription()
    assert colored() == ColorDescription()


def test_an_icc_profile_takes_precedence_for_the_color() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert colored(COLORS, file.icc(profile)) == ColorDescription(icc=profile)


def test_a_grid_is_described_by_its_tiles_if_it_is_not_itself() -> None:
    tile = file.coded(encoded(quarters(64, 64), "avif", quality=90))
    content = file.file([derived(b"grid", file.grid(1, 2, 100, 64), 2, 3, size=(100, 64)), tile, tile])
    assert read(content).color == read(avif()).color != ColorDescription()
    image = rendered(content, width=100, height=64, format="png")
    assert near(image.getpixel((90, 6)), (220, 30, 30))
    assert near(image.getpixel((58, 6)), (30, 180, 30))


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


def test_metadata_of_other_images_is_ignored() -> None:
    thumbnail = replace(PLAIN, references={b"thmb": [1]})
    item = Item(kind=b"Exif", data=file.exif(TIFF), references={b"cdsc": [2]})
    assert read(with_items(thumbnail, item)).exif == b""


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


def test_items_that_take_no_space_in_the_file_are_bounded() -> None:
    # 65,535 empty extents for each of 60,000 items, in 0.4 MB.
    locations = struct.pack(">BBH", 0, 0, 60_000) + struct.pack(">HHH", 1, 0, 65_535) * 60_000
    content = avif()
    meta, iloc, iinf = (content.index(kind) for kind in (b"meta", b"iloc", b"iinf"))
    before, after = content[meta + 4 : iloc - 4], content[iinf - 4 : content.index(b"mdat") - 4]
    bomb = file.box(b"meta", before, file.full_box(b"iloc", locations), after)
    with pytest.raises(CorruptImage, match="entries"):
        read(content[: meta - 4] + bomb)


def test_an_animation_is_described_by_its_track() -> None:
    frames = [quarters(40, 30), quarters(40, 30).rotate(180), quarters(40, 30)]
    content = encoded(frames[0], "avif", save_all=True, append_images=frames[1:], duration=100)
    container = read(content)
    assert (container.frames, container.stream) == (3, content)
    assert container.color.cicp == Cicp(primaries=1, transfer=13, matrix=6, full_range=True)


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
