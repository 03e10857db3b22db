"""Weights of the kernel against Pillow's, against plain Python, and by what they are for."""

import ctypes
import math
from collections.abc import Iterable, Sequence
from operator import mul

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from chalicelib.imaging.kernel.weights import BITS, Side, Weights, compute

ONE = 1 << BITS
Window = tuple[int, list[float]]


def windows(table: Weights) -> list[tuple[int, list[int]]]:
    """Return of each output pixel the first decoded pixel and the weights from there on."""
    starts = [number * table.taps for number in range(len(table.first))]
    return [
        (first, table.weights[start : start + count])
        for first, count, start in zip(table.first, table.counts, starts, strict=True)
    ]


def lanczos(side: Side) -> list[Window]:
    """Return plain Lanczos 3 as Pillow computes it (precompute_coeffs in Resample.c)."""
    step = (side.end - side.start) / side.output
    return [
        _lanczos_at(side.start + (at + 0.5) * step, max(1.0, step), side.source) for at in range(side.output)
    ]


def _lanczos_at(center: float, stretch: float, source: int) -> Window:
    first = max(0, int(center - 3 * stretch + 0.5))
    end = min(source, int(center + 3 * stretch + 0.5))
    raw = [_filter((pixel - center + 0.5) / stretch) for pixel in range(first, end)]
    return first, [weight / sum(raw) for weight in raw]


def _filter(x: float) -> float:
    return 1.0 if x == 0 else _sinc(x) * _sinc(x / 3) if abs(x) < 3 else 0.0


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x)


def least_squares(side: Side, window: Window, first: int, count: int) -> list[float]:
    """Return the `count` weights of averages that come nearest to a filter's weights of source pixels.

    Nearest is the smallest sum of squares of the difference between the running sums of both. Without the
    kernel's shortcuts: a dense system with a row for the condition that the weights' sum is 1.
    """
    every = side.averaged
    left, right = first * every, min((first + count) * every, side.source)
    start, values = window
    target = [
        math.fsum(values[: max(0, border - start)]) if border < right else 1.0
        for border in range(left + 1, right)
    ]
    columns = [
        [_share(border, first + number, side) for border in range(left + 1, right)] for number in range(count)
    ]
    rows = [[product(one, other) for other in columns] + [1.0] for one in columns]
    rows.append([1.0] * count + [0.0])
    return _solved(rows, [product(column, target) for column in columns] + [1.0])[:count]


def _share(border: int, number: int, side: Side) -> float:
    """Return how much of a decoded pixel is before a border between source pixels."""
    start, end = number * side.averaged, min((number + 1) * side.averaged, side.source)
    return min(1.0, max(0.0, (border - start) / (end - start)))


def _solved(rows: list[list[float]], right: list[float]) -> list[float]:
    """Solve a system of linear equations by Gaussian elimination with pivots."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for at in range(len(table)):
        pivot = max(range(at, len(table)), key=lambda row: abs(table[row][at]))
        table[at], table[pivot] = table[pivot], table[at]
        table[at] = [value / table[at][at] for value in table[at]]
        for row in range(len(table)):
            if row != at:
                table[row] = [a - table[row][at] * b for a, b in zip(table[row], table[at], strict=True)]
    return [row[-1] for row in table]


def product(one: Iterable[float], other: Iterable[float]) -> float:
    return math.fsum(map(mul, one, other))


def applied(table: Weights, pixels: Sequence[int]) -> list[int]:
    """Scale one row of gray pixels."""
    sums = [product(weights, pixels[first : first + len(weights)]) for first, weights in windows(table)]
    return [min(255, max(0, round(total / ONE))) for total in sums]


@st.composite
def sides(draw: st.DrawFn, averaged: st.SearchStrategy[int]) -> Side:
    every = draw(averaged)
    source = draw(st.integers(every, 40 * every))
    borders = st.floats(0, source, allow_nan=False)
    start, end = draw(st.one_of(st.just((0.0, float(source))), st.tuples(borders, borders)))
    assume(end - start > 0.01)
    return Side(source, start, end, draw(st.integers(1, 60)), every)


@pytest.mark.parametrize(("source", "output"), [(37, 9), (100, 99), (9, 37), (64, 1), (640, 30)])
def test_weights_are_those_of_pillow(kernel: ctypes.CDLL, source: int, output: int) -> None:
    impulses = Image.new("F", (source, source))
    for at in range(source):
        impulses.putpixel((at, at), 1.0)
    scaled = impulses.resize((output, source), Image.Resampling.LANCZOS)
    for number, (first, weights) in enumerate(windows(compute(kernel, Side(source, 0, source, output)))):
        pillow = [scaled.getpixel((number, at)) * ONE for at in range(source)]  # type: ignore[operator]
        ours = [0] * first + weights + [0] * (source - first - len(weights))
        assert ours == pytest.approx(pillow, abs=1.01)


@given(side=sides(st.just(1)))
def test_plain_weights_are_within_a_unit_of_lanczos(kernel: ctypes.CDLL, side: Side) -> None:
    for (first, weights), (start, exact) in zip(windows(compute(kernel, side)), lanczos(side), strict=True):
        assert first == start
        assert weights == pytest.approx([value * ONE for value in exact], abs=1.01)


@given(side=sides(st.integers(2, 9)))
def test_weights_of_averages_are_the_least_squares(kernel: ctypes.CDLL, side: Side) -> None:
    source = Side(side.source, side.start, side.end, side.output)
    for (first, weights), window in zip(windows(compute(kernel, side)), lanczos(source), strict=True):
        exact = least_squares(side, window, first, len(weights))
        assert weights == pytest.approx([value * ONE for value in exact], abs=1.01)


@given(side=sides(st.integers(1, 9)))
def test_weights_sum_to_one_and_stay_within_the_pixels(kernel: ctypes.CDLL, side: Side) -> None:
    table = compute(kernel, side)
    for number, (first, weights) in enumerate(windows(table)):
        assert sum(weights) == ONE
        assert first >= 0
        assert first + len(weights) <= -(-side.source // side.averaged)
        padding = table.weights[number * table.taps + len(weights) : (number + 1) * table.taps]
        assert not any(padding)


@pytest.mark.parametrize("averaged", [2, 4, 8])
@pytest.mark.parametrize("border", [1, 3, 7])
def test_a_last_average_of_fewer_pixels_counts_as_much_as_they(
    kernel: ctypes.CDLL, averaged: int, border: int
) -> None:
    source = 20 * averaged + border % averaged
    row = Image.new("L", (source, 1), 255)
    row.paste(0, (source - border, 0, source, 1))
    drawn = row.resize((6, 1), Image.Resampling.LANCZOS).tobytes()
    ours = applied(compute(kernel, Side(source, 0, source, 6, averaged)), row.reduce((averaged, 1)).tobytes())
    assert ours == pytest.approx(list(drawn), abs=5)


@pytest.mark.parametrize("averaged", [2, 4, 8])
@pytest.mark.parametrize("output", [34, 55])
def test_weights_of_averages_come_nearer_to_the_whole_image(
    kernel: ctypes.CDLL, averaged: int, output: int
) -> None:
    source = 64 * averaged
    shapes = Image.effect_mandelbrot((source, 24 * averaged), (-2, -1.2, 1, 1.2), 90)
    drawn = shapes.filter(ImageFilter.GaussianBlur(averaged / 2))  # as behind a lens
    judge = drawn.resize((output, drawn.height), Image.Resampling.LANCZOS).reduce((1, averaged)).tobytes()
    decoded = drawn.reduce(averaged)

    def error(side: Side) -> int:
        table, pixels = compute(kernel, side), decoded.tobytes()
        rows = [pixels[at : at + decoded.width] for at in range(0, len(pixels), decoded.width)]
        ours = [value for row in rows for value in applied(table, row)]
        return sum((one - other) ** 2 for one, other in zip(ours, judge, strict=True))

    plain = error(Side(decoded.width, 0, decoded.width, output))
    assert error(Side(source, 0, source, output, averaged)) < 0.95 * plain


def test_a_side_in_decoded_pixels_ends_with_its_box() -> None:
    assert Side.decoded(13, 0, 12.25, 4, averaged=8) == Side(98, 0, 98, 4, 8)
    assert Side.decoded(13, 1, 12, 4) == Side(13, 1, 12, 4)


@pytest.mark.parametrize(
    ("source", "start", "end", "output", "averaged"),
    [
        *((0, 0, 0, 1, 1), (1 << 31, 0, 1, 1, 1), (8, 0, 8, 0, 1), (8, 0, 8, 1, 0), (8, 0, 8, 1, 9)),
        *((8, -1, 8, 1, 1), (8, 0, 9, 1, 1), (8, 4, 4, 1, 1), (8, math.nan, 8, 1, 1), (8, 0, math.inf, 1, 1)),
    ],
)
def test_numbers_that_do_not_fit_are_refused(
    source: int, start: float, end: float, output: int, averaged: int
) -> None:
    with pytest.raises(ValueError, match=r"Cannot scale|is not within"):
        Side(source, start, end, output, averaged)
