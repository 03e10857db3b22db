import zlib
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.unit.imaging.samples import BLUE, RED, quarters
from tests.unit.imaging.tiffs import ORDERS, Order, decoded, page, pixels, tiff

DEFLATE = 8


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_planes_can_be_separate(bits: int) -> None:
    scale, code = (2**bits - 1) // 255, {8: "B", 16: "H", 32: "I"}[bits]
    planes = [pack(f"<2{code}", RED[band] * scale, BLUE[band] * scale) for band in range(3)]
    assert pixels(tiff((page(2, 1, 3, bits, 2, planar=[2]), planes))) == [RED, BLUE]


@settings(max_examples=50)
@given(
    samples=st.lists(st.integers(0, 0xFFFF), min_size=6, max_size=60).filter(lambda each: len(each) % 2 == 0),
    order=st.sampled_from(ORDERS),
)
def test_the_horizontal_predictor_is_undone(samples: list[int], order: Order) -> None:
    width = len(samples) // 2
    differences = [*samples[:2], *(b - a & 0xFFFF for a, b in zip(samples, samples[2:], strict=False))]
    strip = zlib.compress(pack(f"{order}{len(samples)}H", *differences))
    tags = page(width, 1, 2, 16, 1, extra=[2], compression=[DEFLATE], predictor=[2])
    image = decoded(tiff((tags, [strip]), order=order))
    found = [image.getpixel((x, 0)) for x in range(width)]
    assert found == [(gray >> 8, alpha >> 8) for gray, alpha in zip(samples[::2], samples[1::2], strict=True)]


@settings(max_examples=15)
@given(
    values=st.lists(st.floats(0, 1, width=32), min_size=3, max_size=48).filter(lambda each: not len(each) % 3)
)
def test_the_floating_point_predictor_is_undone(values: list[float]) -> None:
    big_endian = pack(f">{len(values)}f", *values)
    planes = b"".join(big_endian[place::4] for place in range(4))
    differences = planes[:3] + bytes(b - a & 0xFF for a, b in zip(planes, planes[3:], strict=False))
    plain = page(len(values) // 3, 1, 3, 32, 2, format=[3] * 3)
    predicted = page(len(values) // 3, 1, 3, 32, 2, format=[3] * 3, compression=[DEFLATE], predictor=[3])
    expected = decoded(tiff((plain, [pack(f"<{len(values)}f", *values)])))
    assert decoded(tiff((predicted, [zlib.compress(differences)]))).tobytes() == expected.tobytes()


@pytest.mark.parametrize("bits", [8, 32])
def test_tiles_are_put_in_their_places(bits: int) -> None:
    width, height, side = 40, 20, 16
    scale, code = (2**bits - 1) // 255, {8: "B", 32: "I"}[bits]
    image = quarters(width, height)

    def tile(left: int, top: int) -> bytes:
        part = image.crop((left, top, left + side, top + side))
        values = [value * scale for value in part.tobytes()]
        return pack(f"<{len(values)}{code}", *values)

    tags = page(width, height, 3, bits, 2, tile_width=[side], tile_length=[side])
    tiles = [tile(left, top) for top in range(0, height, side) for left in range(0, width, side)]
    assert decoded(tiff((tags, tiles))).tobytes() == image.tobytes()


def test_rows_in_many_strips_are_joined() -> None:
    rows = [bytes((value, 255 - value, 0)) * 2 for value in range(50)]
    image = decoded(tiff((page(2, 50, 3, 8, 2, rows=[1]), rows)))
    assert image.tobytes() == b"".join(rows)


def test_large_uncompressed_strips_are_divided() -> None:
    data = Image.linear_gradient("L").resize((2000, 1200)).tobytes()
    assert decoded(tiff((page(2000, 1200, 1, 8, 1), [data]))).tobytes() == data


def test_sizes_of_strips_may_be_missing() -> None:
    strips = [zlib.compress(bytes((40, 50))), zlib.compress(bytes((60, 70)))]
    content = tiff((page(2, 2, 1, 8, 1, rows=[1], compression=[DEFLATE], counts=[0, 0]), strips))
    assert decoded(content).tobytes() == bytes((40, 50, 60, 70))
