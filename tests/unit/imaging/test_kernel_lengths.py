"""The kernel checks the lengths of its buffers itself, whatever Python has checked before."""

import ctypes

import pytest

from chalicelib.imaging.kernel.weights import Side, Weights, compute
from tests.unit.imaging.kernels import compiled

GRAY, OK, BAD_ARGUMENT = 1, 0, 1
SOURCE, TARGET, SCRATCH = 9, 4, 20_000
# Where the lengths are among the arguments of darkroom_resample, and its sizes.
LENGTHS = {"source": 1, "first": 7, "counts": 9, "weights": 11, "down": 14, "target": 21}
SIZES = {"layout": 2, "width": 3, "rows": 5, "taps": 12, "target width": 22, "target rows": 24}


def table(kernel: ctypes.CDLL) -> Weights:
    return compute(kernel, Side(SOURCE, 0, SOURCE, TARGET))


def arguments(kernel: ctypes.CDLL) -> list[object]:
    """Return arguments whose buffers have just the lengths that they need, but for scratch memory."""
    side = table(kernel)
    tables = (side.first, TARGET, side.counts, TARGET, side.weights, TARGET * side.taps, side.taps)
    return [
        *((ctypes.c_uint8 * SOURCE**2)(), SOURCE**2, GRAY, SOURCE, 0, SOURCE),
        *(*tables, *tables),
        *((ctypes.c_uint8 * TARGET**2)(), TARGET**2, TARGET, 0, TARGET),
        *((ctypes.c_uint8 * SCRATCH)(), SCRATCH),
    ]


def status(kernel: ctypes.CDLL, at: int, value: int) -> int:
    changed = arguments(kernel)
    changed[at] = value
    return int(kernel.darkroom_resample(*changed))


def test_buffers_of_the_right_lengths_are_accepted() -> None:
    kernel = compiled()
    assert kernel.darkroom_resample(*arguments(kernel)) == OK


@pytest.mark.parametrize("name", LENGTHS)
def test_a_buffer_that_is_too_short_by_one_is_refused(name: str) -> None:
    kernel, at = compiled(), LENGTHS[name]
    length = arguments(kernel)[at]
    assert isinstance(length, int)
    assert status(kernel, at, length - 1) == BAD_ARGUMENT


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("value", [-1, 0, 100, 2**31 - 1])
def test_a_size_that_does_not_fit_the_buffers_is_refused(name: str, value: int) -> None:
    assert status(compiled(), SIZES[name], value) == BAD_ARGUMENT


@pytest.mark.parametrize("length", [0, 64, 300])
def test_too_little_scratch_memory_is_refused(length: int) -> None:
    kernel = compiled()
    assert status(kernel, len(arguments(kernel)) - 1, length) == BAD_ARGUMENT


@pytest.mark.parametrize("first", [-1, SOURCE, 2**31 - 1, -(2**31)])
def test_weights_of_pixels_outside_of_the_source_are_refused(first: int) -> None:
    kernel = compiled()
    for at in (6, 13):
        changed, side = arguments(kernel), table(kernel)
        side.first[TARGET - 1] = first
        changed[at] = side.first
        assert kernel.darkroom_resample(*changed) == BAD_ARGUMENT


def test_weights_whose_sums_could_overflow_are_refused() -> None:
    kernel = compiled()
    changed, side = arguments(kernel), table(kernel)
    side.weights[0] = side.weights[1] = 2**15 - 1
    changed[10] = side.weights
    assert kernel.darkroom_resample(*changed) == BAD_ARGUMENT
