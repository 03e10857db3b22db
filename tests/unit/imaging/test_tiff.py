from struct import pack

import pytest

from tests.unit.imaging import tiffs
from tests.unit.imaging.samples import (
    BLUE,
    ENGINE,
    GREEN,
    RED,
    UNDO,
    YELLOW,
    encoded,
    near,
    quarters,
    rendered,
)
from tests.unit.imaging.tiffs import ORDERS, Order, decoded, page, pixels, tiff


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_the_orientation_is_applied_once(orientation: int, compression: str) -> None:
    image = quarters()
    if orientation in UNDO:
        image = image.transpose(UNDO[orientation])
    content = encoded(image, "tiff", compression=compression, tiffinfo={tiffs.ORIENTATION: orientation})
    info = ENGINE.inspect(content)
    assert (info.width, info.height, info.orientation) == (160, 120, orientation)
    upright = rendered(content, width=80, height=80)
    assert upright.size == (80, 60)
    corners = [upright.getpixel(place) for place in ((5, 5), (74, 5), (5, 54), (74, 54))]
    assert all(near(*pair, tolerance=25) for pair in zip(corners, (RED, GREEN, BLUE, YELLOW), strict=True))


def test_a_preview_on_the_first_page_is_skipped() -> None:
    preview = ({**page(1, 1, 1, 8, 1), 254: [1]}, [b"\x10"])
    image = (page(3, 1, 1, 8, 1), [b"\x20\x30\x40"])
    smaller = (page(2, 1, 1, 8, 1), [b"\x50\x60"])
    assert ENGINE.inspect(tiff(preview, smaller, image)).width == 3


def test_the_first_page_of_a_document_is_shown_even_if_another_is_larger() -> None:
    small, large = (page(2, 1, 1, 8, 1), [b"\x10\x20"]), (page(3, 1, 1, 8, 1), [b"\x10\x20\x30"])
    assert ENGINE.inspect(tiff(small, large)).width == 2


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", ["classic", "BigTIFF"])
@pytest.mark.parametrize("bits", [8, 16, 32])
def test_colors_are_read_in_every_byte_order(order: Order, kind: str, bits: int) -> None:
    code = {8: "B", 16: "H", 32: "I"}[bits]
    scale = (2**bits - 1) // 255
    values = [value * scale for value in (*RED, *GREEN)]
    content = tiff(
        (page(2, 1, 3, bits, 2), [pack(f"{order}6{code}", *values)]), order=order, big=kind == "BigTIFF"
    )
    assert pixels(content) == [RED, GREEN]


@pytest.mark.parametrize(
    ("bits", "code", "data", "expected"),
    [
        (16, "H", (0, 65535), [255, 0]),
        (8, "B", (0, 200), [255, 55]),
        (32, "f", (0.0, 1.0), [255, 0]),
    ],
)
def test_white_can_be_zero(bits: int, code: str, data: tuple[float, ...], expected: list[int]) -> None:
    tags = page(2, 1, 1, bits, 0, format=[3 if code == "f" else 1])
    assert pixels(tiff((tags, [pack(f"<2{code}", *data)]))) == [(value,) * 3 for value in expected]


@pytest.mark.parametrize("order", ORDERS)
def test_gray_with_12_bits_reaches_white(order: Order) -> None:
    assert pixels(tiff((page(2, 1, 1, 12, 1), [b"\xff\xf0\x00"]), order=order)) == [(255,) * 3, (0,) * 3]


def test_gray_floats_are_scaled_by_their_finite_values() -> None:
    values = (float("nan"), float("-inf"), -2.0, 0.0, 2.0, float("inf"))
    content = tiff((page(6, 1, 1, 32, 1, format=[3]), [pack("<6f", *values)]))
    assert pixels(content) == [(value,) * 3 for value in (0, 0, 0, 128, 255, 255)]


def test_gray_without_any_finite_value_is_rendered() -> None:
    content = tiff((page(2, 1, 1, 32, 1, format=[3]), [pack("<2f", float("nan"), float("inf"))]))
    assert pixels(content) == [(0, 0, 0), (255, 255, 255)]


@pytest.mark.parametrize(("bits", "code"), [(16, "e"), (32, "f"), (64, "d")])
@pytest.mark.parametrize("order", ORDERS)
def test_float_colors_are_linear_light(bits: int, code: str, order: Order) -> None:
    content = tiff(
        (
            page(2, 1, 3, bits, 2, format=[3] * 3),
            [pack(f"{order}6{code}", 0, 0.2159, 1, -1, 7, float("nan"))],
        ),
        order=order,
    )
    first, second = pixels(content)
    assert near(first, (0, 128, 255), tolerance=1)
    assert second == (0, 255, 0)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(2, (200, 100, 50, 128)), (1, (255, 199, 100, 128)), (0, (200, 100, 50, 128))],
)
@pytest.mark.parametrize("bits", [8, 16])
def test_alpha_can_be_premultiplied(kind: int, expected: tuple[int, ...], bits: int) -> None:
    values = [value * ((2**bits - 1) // 255) for value in (200, 100, 50, 128)]
    tags = page(1, 1, 4, bits, 2, extra=[kind])
    (pixel,) = pixels(tiff((tags, [pack(f"<4{'B' if bits == 8 else 'H'}", *values)])))
    assert near(pixel, expected, tolerance=2)


def test_an_unspecified_sample_that_is_zero_everywhere_is_not_alpha() -> None:
    content = tiff((page(2, 1, 4, 8, 2, extra=[0]), [bytes((*RED, 0, *GREEN, 0))]))
    assert [pixel[:3] for pixel in pixels(content) if isinstance(pixel, tuple)] == [RED, GREEN]
    assert decoded(content).mode == "RGB"


@pytest.mark.parametrize("order", ORDERS)
def test_gray_with_alpha_can_have_16_bits(order: Order) -> None:
    tags = page(2, 1, 2, 16, 1, extra=[2])
    content = tiff((tags, [pack(f"{order}4H", 257 * 200, 257 * 64, 0, 65535)]), order=order)
    image = decoded(content)
    assert [image.getpixel((x, 0)) for x in range(2)] == [(200, 64), (0, 255)]


def test_cmyk_keeps_its_alpha() -> None:
    content = tiff((page(2, 1, 5, 8, 5, extra=[2]), [bytes((0, 255, 255, 0, 255, 0, 0, 0, 255, 0))]))
    assert ENGINE.inspect(content).has_alpha
    image = decoded(content)
    assert [image.getpixel((x, 0)) for x in range(2)] == [(255, 0, 0, 255), (0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("photometric", "chroma"), [(8, (0, 0)), (9, (128, 128))], ids=["signed", "with an offset"]
)
@pytest.mark.parametrize("bits", [8, 16])
def test_neutral_lab_is_gray(photometric: int, chroma: tuple[int, int], bits: int) -> None:
    shift = bits - 8
    data = pack("<3B" if bits == 8 else "<3H", *(value << shift for value in (128, *chroma)))
    (pixel,) = pixels(tiff((page(1, 1, 3, bits, photometric), [data])))
    assert near(pixel, (119, 119, 119), tolerance=3)


@pytest.mark.parametrize("unit", [1, 257], ids=["8 bits", "16 bits"])
def test_a_color_map_can_have_8_or_16_bits(unit: int) -> None:
    colors = [RED, GREEN, *[(0, 0, 0)] * 254]
    table = [color[band] * unit for band in range(3) for color in colors]
    assert pixels(tiff((page(2, 1, 1, 8, 3, color_map=table), [b"\x00\x01"]))) == [RED, GREEN]


def test_a_palette_can_have_16_bits() -> None:
    table = [0] * (3 << 16)
    for band in range(3):
        table[(band << 16) + 40_000] = RED[band] * 257
    content = tiff((page(2, 1, 1, 16, 3, color_map=table), [pack("<2H", 40_000, 1)]))
    assert pixels(content) == [RED, (0, 0, 0)]
