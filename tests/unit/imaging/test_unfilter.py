from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.imaging.kernel.unfilter import Unfilter
from tests.unit.imaging.kernels import LEVELS, compiled, limited

PIXEL_SIZES = (1, 2, 3, 4, 6, 8)
PAETH = 4


def paeth(left: int, above: int, corner: int) -> int:
    """The predictor as PNG's specification defines it: https://www.w3.org/TR/png-3/#9Filter-type-4-Paeth"""
    estimate = left + above - corner
    return min((left, above, corner), key=lambda neighbor: abs(estimate - neighbor))


def reference(filtered: bytes, row_size: int, pixel_size: int) -> bytes:
    result, above = bytearray(), bytes(row_size)
    for start in range(0, len(filtered), row_size + 1):
        kind, row = filtered[start], bytearray()
        for at, value in enumerate(filtered[start + 1 : start + 1 + row_size]):
            left = row[at - pixel_size] if at >= pixel_size else 0
            corner = above[at - pixel_size] if at >= pixel_size else 0
            predictions = (0, left, above[at], (left + above[at]) // 2, paeth(left, above[at], corner))
            row.append((value + predictions[kind]) % 256)
        result += row
        above = bytes(row)
    return bytes(result)


@st.composite
def images(draw: st.DrawFn) -> tuple[int, int, list[bytes]]:
    """The size of a pixel and of a row, and filtered rows."""
    pixel_size = draw(st.sampled_from(PIXEL_SIZES))
    row_size = pixel_size * draw(st.integers(1, 37))
    row = st.tuples(st.integers(0, PAETH), st.binary(min_size=row_size, max_size=row_size))
    return pixel_size, row_size, [bytes((kind,)) + each for kind, each in draw(st.lists(row, max_size=13))]


@pytest.mark.parametrize("level", LEVELS)
@given(image=images(), parts=st.lists(st.integers(0, 13), max_size=3))
def test_filters_are_undone_as_specified(
    level: int, image: tuple[int, int, list[bytes]], parts: list[int]
) -> None:
    pixel_size, row_size, rows = image
    kernel = compiled()
    ends = [0, *sorted(parts), len(rows)]
    with limited(kernel, level):
        unfilter = Unfilter(kernel, row_size, pixel_size)
        undone = b"".join(bytes(unfilter.undo(b"".join(rows[start:end]))) for start, end in pairwise(ends))
    expected = reference(b"".join(rows), row_size, pixel_size)
    assert undone[: len(expected)] == expected


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("pixel_size", PIXEL_SIZES)
def test_every_order_of_filters_is_undone(level: int, pixel_size: int) -> None:
    kernel, row_size = compiled(), 5 * pixel_size
    kinds = [first for second in range(5) for third in range(5) for first in (second, third, 4 - third)]
    rows = [bytes((kind, *((17 * kind + 91 * at) % 256 for at in range(row_size)))) for kind in kinds]
    with limited(kernel, level):
        undone = bytes(Unfilter(kernel, row_size, pixel_size).undo(b"".join(rows)))
    assert undone == reference(b"".join(rows), row_size, pixel_size)


@pytest.mark.parametrize("filtered", [b"\5abcdef", b"\0abcdef\xffabcdef"])
def test_an_unknown_filter_is_refused(filtered: bytes) -> None:
    with pytest.raises(ValueError, match="status 2"):
        Unfilter(compiled(), 6, 3).undo(filtered)


@pytest.mark.parametrize("filtered", [b"\0abcde", b"\0abcdefg"])
def test_parts_of_rows_are_refused(filtered: bytes) -> None:
    with pytest.raises(ValueError, match="not whole rows"):
        Unfilter(compiled(), 6, 3).undo(filtered)


@pytest.mark.parametrize(("row_size", "pixel_size"), [(0, 1), (7, 3), (9, 9), (6, 0), (-3, 3)])
def test_sizes_that_do_not_fit_are_refused(row_size: int, pixel_size: int) -> None:
    with pytest.raises(ValueError, match="cannot have pixels"):
        Unfilter(compiled(), row_size, pixel_size)
