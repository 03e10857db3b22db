"""Compute the weights for resampling with Lanczos 3 in the kernel."""

import ctypes
import math

from msgspec import Struct

from chalicelib.imaging.kernel import library

BITS = 14
_SUPPORT = 3
# As in weights.c. The side of an image of one column can have 100 million pixels, each of which takes time.
_MOST_AVERAGED = 64
# Loops over taps take several at once. Rows are padded to a multiple of this with weights of zero.
_MULTIPLE = 8


class Side(Struct, frozen=True):
    """One side of an image: `start` to `end` of `source` pixels are scaled to `output` pixels.

    A pixel that was decoded is the average of `averaged` x `averaged` pixels of the source, the last one of
    those that are left.
    """

    source: int
    start: float
    end: float
    output: int
    averaged: int = 1

    def __post_init__(self) -> None:
        """Raise ValueError if the numbers do not fit each other."""
        most = min(self.source, _MOST_AVERAGED)
        if not 1 <= self.averaged <= most or self.source >= 2**31 or self.output < 1:
            raise ValueError(f"Cannot scale {self.source} pixels to {self.output}")
        if not 0 <= self.start < self.end <= self.source:
            raise ValueError(f"{self.start} to {self.end} is not within {self.source} pixels")

    @classmethod
    def decoded(cls, length: int, start: float, end: float, output: int, averaged: int = 1) -> "Side":
        """Return the side for a box of a decoded image: `start` and `end` are in its `length` pixels.

        If pixels are averages, the source is taken to end where the box does, so the last of them counts as
        much as the box covers of it. Averages of more than 64 pixels are weighed as those of 64: finer steps
        hardly change the weights.
        """
        averaged = min(averaged, _MOST_AVERAGED)
        if averaged == 1:
            return cls(length, start, end, output)
        source = min(max(averaged, round(end * averaged)), length * averaged)
        return cls(source, start * averaged, min(end * averaged, source), output, averaged)

    @property
    def taps(self) -> int:
        """The most decoded pixels that have a weight in one output pixel, rounded up."""
        stretch = max(1.0, (self.end - self.start) / self.output)
        most = math.ceil((2 * _SUPPORT * stretch + 1) / self.averaged) + 1
        return -(-most // _MULTIPLE) * _MULTIPLE


class Weights(Struct, frozen=True):
    """The first decoded pixel of each output pixel, how many follow, and `taps` weights for each.

    Weights have 14 fractional bits, a sum of exactly 1, and zeros after the last pixel.
    """

    first: ctypes.Array[ctypes.c_int32]
    counts: ctypes.Array[ctypes.c_int32]
    weights: ctypes.Array[ctypes.c_int16]
    taps: int


def compute(kernel: ctypes.CDLL, side: Side) -> Weights:
    """Return the weights for one side."""
    taps, output = side.taps, side.output
    table = Weights(
        first=(ctypes.c_int32 * output)(),
        counts=(ctypes.c_int32 * output)(),
        weights=(ctypes.c_int16 * (output * taps))(),
        taps=taps,
    )
    scratch = (ctypes.c_double * (2 * (taps + 1)))()
    status = kernel.darkroom_weights(
        *(side.source, side.averaged, side.start, side.end, output),
        *(table.first, len(table.first), table.counts, len(table.counts)),
        *(table.weights, len(table.weights), taps, scratch, len(scratch)),
    )
    library.check(status)
    return table
