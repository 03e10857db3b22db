import random
from collections.abc import Sequence
from contextlib import suppress
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageCms

from chalicelib.errors import CorruptImage, Rejected, UnsupportedFormat
from chalicelib.imaging.containers import bmp as container
from chalicelib.models import VariantSpec
from tests.unit.imaging.bmps import A8R8G8B8, BIT_FIELDS, INFO, OS2, PALETTE, RLE8, V3, V5, bmp, decoded, row
from tests.unit.imaging.samples import ENGINE, encoded, quarters, render


@pytest.mark.parametrize("size", [V3, V5])
def test_alpha_that_is_zero_everywhere_means_no_alpha(size: int) -> None:
    content = bmp(
        2, 1, 32, bytes((0, 0, 255, 0, 255, 0, 0, 0)), compression=BIT_FIELDS, masks=A8R8G8B8, size=size
    )
    assert not ENGINE.inspect(content).has_alpha
    assert row(content) == [(255, 0, 0), (0, 0, 255)]


def test_alpha_with_any_other_value_is_kept() -> None:
    content = bmp(
        2, 1, 32, bytes((0, 0, 255, 0, 255, 0, 0, 1)), compression=BIT_FIELDS, masks=A8R8G8B8, size=V3
    )
    assert ENGINE.inspect(content).has_alpha
    assert row(content) == [(255, 0, 0, 0), (0, 0, 255, 1)]


def test_the_fourth_byte_of_a_pixel_without_masks_is_not_alpha() -> None:
    assert row(bmp(1, 1, 32, bytes((0, 0, 255, 7)))) == [(255, 0, 0)]


def test_the_alpha_mask_of_a_new_header_is_valid_without_bit_fields() -> None:
    assert row(bmp(1, 1, 32, bytes((0, 0, 255, 7)), masks=A8R8G8B8, size=V5)) == [(255, 0, 0, 7)]


@pytest.mark.parametrize(
    ("bits", "masks", "pixel", "expected"),
    [
        (32, (0x3FF00000, 0xFFC00, 0x3FF), 0x3FF << 20 | 0x200 << 10, (255, 128, 0)),
        (32, (0xFF000000, 0xFF0, 0xFF0000), 0x80 << 24 | 0x40 << 4 | 0x20 << 16, (128, 64, 32)),
        (32, (0xFFE00000, 0x1FFC00, 0x3FF), 0x7FF << 21, (255, 0, 0)),
        (32, (0xFF0000, 0xFF00, 0xFF, 0x80000000), 1 << 31 | 0x102030, (16, 32, 48, 255)),
        (16, (0xF00, 0xF0, 0xF, 0xF000), 0x8F0A, (255, 0, 170, 136)),
        (16, (0x7C00, 0x3E0, 0x1F, 0x8000), 0xFC00, (255, 0, 0, 255)),
        (16, (0xF800, 0x7E0, 0x1F), 0x07E0, (0, 255, 0)),
        (16, (0x30, 0xE, 0x1), 0x3E, (255, 255, 0)),
        (16, (0xFF00, 0xFF, 0), 0xFFFF, (255, 255, 0)),
    ],
)
def test_bit_fields_can_be_anywhere(
    bits: int, masks: Sequence[int], pixel: int, expected: tuple[int, ...]
) -> None:
    data = pack("<I" if bits == 32 else "<H2x", pixel)
    size = V3 if len(masks) == 4 else INFO
    assert row(bmp(1, 1, bits, data, compression=BIT_FIELDS, masks=masks, size=size)) == [expected]


@pytest.mark.parametrize("height", [2, -2])
@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize(("bits", "masks"), [(16, (0xF00, 0xF0, 0xF)), (32, (0xFF000000, 0xFF0, 0xFF0000))])
def test_rows_of_bit_fields_are_in_order(height: int, width: int, bits: int, masks: Sequence[int]) -> None:
    black, blue = bytes(width * bits // 8), pack("<I", masks[2])[: bits // 8] * width
    rows = [each.ljust((width * bits + 31) // 32 * 4, b"\0") for each in (black, blue)]
    image = decoded(bmp(width, height, bits, b"".join(rows), compression=BIT_FIELDS, masks=masks))
    top, bottom = image.getpixel((0, 0)), image.getpixel((width - 1, 1))
    assert (top, bottom) == (((0, 0, 255), (0, 0, 0)) if height > 0 else ((0, 0, 0), (0, 0, 255)))


@pytest.mark.parametrize(("bits", "data"), [(1, 0b01000000), (2, 0b00011000), (4, 0x01)])
def test_indexes_can_have_few_bits(bits: int, data: int) -> None:
    assert row(bmp(2, 1, bits, bytes((data, 0, 0, 0)), palette=PALETTE))[:2] == [(255, 0, 0), (0, 255, 0)]


def test_a_palette_can_claim_too_many_colors() -> None:
    content = bytearray(bmp(1, 1, 8, bytes((1, 0, 0, 0)), palette=PALETTE))
    content[46:50] = pack("<I", 305_402_420)
    assert row(bytes(content)) == [(0, 255, 0)]


def test_the_header_of_os2_has_short_sides_and_colors() -> None:
    header = pack("<IHHHH", 12, 2, 1, 1, 8) + bytes((0, 0, 255, 0, 255, 0))
    content = b"BM" + pack("<IHHI", 0, 0, 0, 14 + len(header)) + header + bytes((0, 1, 0, 0))
    assert row(content) == [(255, 0, 0), (0, 255, 0)]


def test_an_embedded_profile_is_used() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    embedded = int.from_bytes(b"MBED", "big")
    fields = (0, 0, 0, 0, embedded, *[0] * 13, V5 + 4, len(profile), 0)
    content = bmp(1, 1, 24, bytes(4) + profile, masks=fields, size=V5)
    assert container.read(content, 1).color.icc == profile
    assert container.read(content[:-1], 1).color.icc is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (bmp(1, 1, 0, b"", compression=5), "a PNG for printers"),
        (bmp(1, 1, 1, b"", compression=3, size=OS2), "Huffman"),
        (bmp(1, 1, 8, b"", compression=99), "unknown compression"),
    ],
)
def test_what_cannot_be_decoded_is_unsupported(content: bytes, text: str) -> None:
    with pytest.raises(UnsupportedFormat, match=text):
        ENGINE.inspect(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BM", "header is incomplete"),
        (bmp(1, 1, 8, b"", size=66), "invalid size"),
        (bmp(0, 1, 8, b""), "width or height"),
        (bmp(1, 1, 7, b""), "7 bits"),
        (bmp(9, 9, 24, bytes(9)), "truncated"),
    ],
)
def test_what_is_broken_is_corrupt_and_named(content: bytes, text: str) -> None:
    with pytest.raises(CorruptImage, match=text):
        render(content, VariantSpec(name="v", width=10, height=10))


@settings(max_examples=50)
@given(seed=st.integers(0, 1 << 32), kind=st.sampled_from([RLE8, BIT_FIELDS, 0]))
def test_damaged_files_are_rendered_or_rejected(seed: int, kind: int) -> None:
    chance = random.Random(seed)  # noqa: S311  reproducible, not secret
    content = bytearray(
        {
            RLE8: bmp(9, 9, 8, chance.randbytes(60), compression=RLE8, palette=PALETTE),
            BIT_FIELDS: bmp(9, 2, 32, bytes(72), compression=BIT_FIELDS, masks=(1, 2, 4, 8), size=V3),
            0: encoded(quarters(9, 9), "bmp"),
        }[kind]
    )
    for _ in range(chance.randrange(1, 6)):
        content[chance.randrange(2, len(content))] = chance.choice((0, 1, 2, 3, 0xFF, chance.randrange(256)))
    with suppress(Rejected):
        container.read(bytes(content), 1)
        assert render(bytes(content), VariantSpec(name="v", width=10, height=10))
