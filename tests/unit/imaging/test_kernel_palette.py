import ctypes
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chalicelib.imaging.kernel import palette
from tests.unit.imaging.kernels import compiled
from tests.unit.imaging.samples import photo

Color = tuple[int, ...]


@pytest.fixture(scope="module")
def kernel() -> ctypes.CDLL:
    return compiled()


def row(colors: Sequence[Color]) -> Image.Image:
    """Return one pixel of each color."""
    return Image.frombytes("RGB", (len(colors), 1), bytes(value for color in colors for value in color))


def everywhere(image: Image.Image) -> Image.Image:
    return Image.new("L", image.size, 255)


def distance(one: Color, other: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def colors_of(values: bytes) -> Sequence[Color]:
    return list(zip(values[::3], values[1::3], values[2::3], strict=True))


@given(
    st.lists(st.binary(min_size=3, max_size=3), min_size=1, max_size=256),
    st.lists(st.binary(min_size=3, max_size=3), min_size=1, max_size=60),
)
def test_pixels_get_the_nearest_color_and_of_equal_ones_the_first(
    colors: list[bytes], pixels: list[bytes]
) -> None:
    kernel = compiled()
    found = palette.indices(kernel, row([tuple(each) for each in pixels]), b"".join(colors)).tobytes()
    for pixel, index in zip(pixels, found, strict=True):
        distances = [distance(tuple(pixel), tuple(color)) for color in colors]
        assert index == distances.index(min(distances))


def test_with_a_tolerance_neighbors_repeat_colors_that_are_close_enough(kernel: ctypes.CDLL) -> None:
    colors, random = Random(1).randbytes(3 * 64), Random(2)  # noqa: S311  the same in every run
    image = Image.frombytes("RGB", (24, 16), bytes(random.choice(range(90, 140)) for _ in range(24 * 16 * 3)))
    table, pixels = colors_of(colors), colors_of(image.tobytes())
    nearest = palette.indices(kernel, image, colors).tobytes()
    repeated = palette.indices(kernel, image, colors, tolerance=200).tobytes()
    assert repeated != nearest
    for pixel, index, best in zip(pixels, repeated, nearest, strict=True):
        assert distance(pixel, table[index]) <= 2 * distance(pixel, table[best]) + 200


def test_few_colors_are_selected_exactly_the_most_frequent_first(kernel: ctypes.CDLL) -> None:
    image = row([(9, 8, 7)] * 2 + [(200, 0, 0)] * 3 + [(9, 8, 8)])
    expected = [(200, 0, 0), (9, 8, 7), (9, 8, 8)]
    for limit in (3, 4):
        values, exact = palette.select(kernel, image, everywhere(image), limit)
        assert (colors_of(values), exact) == (expected, True)


def test_as_many_colors_as_wanted_are_exact_and_more_are_not(kernel: ctypes.CDLL) -> None:
    colors = [(7 * number % 256, number % 256, 3 * number // 256) for number in range(257)]
    values, exact = palette.select(kernel, row(colors[:256]), everywhere(row(colors[:256])), 256)
    assert (colors_of(values), exact) == (colors[:256], True)
    assert not palette.select(kernel, row(colors), everywhere(row(colors)), 256)[1]


def test_masked_pixels_do_not_count(kernel: ctypes.CDLL) -> None:
    image, mask = row([(1, 2, 3), (255, 0, 0), (1, 2, 3)]), Image.frombytes("L", (3, 1), bytes((1, 0, 255)))
    assert palette.select(kernel, image, mask, 8) == (bytes((1, 2, 3)), True)


def test_colors_of_more_pixels_than_are_looked_at_are_chosen_from_all_parts(kernel: ctypes.CDLL) -> None:
    image = photo(400, 200)
    image.paste((250, 20, 20), (340, 140, 400, 200))
    values, exact = palette.select(kernel, image, everywhere(image), 64)
    assert not exact
    assert min(distance((250, 20, 20), color) for color in colors_of(values)) <= 8


def test_selected_colors_are_closer_to_a_photo_than_those_of_a_median_cut(kernel: ctypes.CDLL) -> None:
    image = photo(160, 120)
    values, _ = palette.select(kernel, image, everywhere(image), 64)
    median = image.quantize(64, Image.Quantize.MEDIANCUT).getpalette() or []
    assert _error(kernel, image, values) < 0.9 * _error(kernel, image, bytes(median[: 3 * 64]))


def test_arguments_that_do_not_fit_are_rejected(kernel: ctypes.CDLL) -> None:
    image = photo(8, 8)
    for mask, limit in ((Image.new("L", (8, 7), 255), 4), (everywhere(image), 257), (everywhere(image), 0)):
        with pytest.raises(ValueError, match="colors for an image"):
            palette.select(kernel, image, mask, limit)
    with pytest.raises(ValueError, match="rejected"):
        palette.select(kernel, image, Image.new("L", image.size), 4)
    for colors, tolerance in ((b"", 0), (bytes(4), 0), (bytes(3 * 257), 0), (bytes(3), -1)):
        with pytest.raises(ValueError, match="rejected"):
            palette.indices(kernel, image, colors, tolerance)


def _error(kernel: ctypes.CDLL, image: Image.Image, values: bytes) -> int:
    table, found = colors_of(values), palette.indices(kernel, image, values).tobytes()
    return sum(
        distance(pixel, table[index]) for pixel, index in zip(colors_of(image.tobytes()), found, strict=True)
    )
