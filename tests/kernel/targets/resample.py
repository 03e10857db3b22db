"""Valid calls of the function that resamples images."""

import struct
from dataclasses import dataclass
from random import Random

from tests.kernel.calls import Argument, Call, Scratch

_GRAY, _ALPHA, _PREMULTIPLIED = 1, 3, 4
# The absolute values of an output pixel's weights may have a sum of 3, with 14 fractional bits.
_MOST_WEIGHT = 3 << 14
_LARGEST = 2**15 - 1


@dataclass(frozen=True, slots=True)
class _Side:
    output: int
    taps: int
    first: tuple[int, ...]
    counts: tuple[int, ...]
    weights: tuple[int, ...]

    @classmethod
    def any(cls, choose: Random, source: int, output: int) -> "_Side":
        """Choose weights for `source` pixels. In contrast to real ones, they do not move along."""
        taps = choose.choice((8, 16, 24))
        values = _bulk(choose)
        first = [values.randrange(source) for _ in range(output)]
        counts = [values.randint(1, min(taps, source - each)) for each in first]
        signs = values.choice(((1,), (1, -1)))
        rows = [_row(values, signs, count, taps) for count in counts]
        return cls(output, taps, tuple(first), tuple(counts), tuple(weight for row in rows for weight in row))

    def arguments(self) -> tuple[Argument, ...]:
        cells = self.output * self.taps
        return (
            *(struct.pack(f"={self.output}i", *self.first), self.output),
            *(struct.pack(f"={self.output}i", *self.counts), self.output),
            *(struct.pack(f"={cells}h", *self.weights), cells, self.taps),
        )


def _row(values: Random, signs: tuple[int, ...], count: int, taps: int) -> list[int]:
    most = min(_MOST_WEIGHT // count, _LARGEST)
    return [values.choice(signs) * most for _ in range(count)] + [0] * (taps - count)


def _bulk(choose: Random) -> Random:
    """Return a source of many values that takes few choices, of which Hypothesis records each."""
    return Random(choose.getrandbits(32))  # noqa: S311 - values for a test, not secrets


def resample(choose: Random) -> Call:
    """Return a call of darkroom_resample: a part of the rows, from a part of the source."""
    layout = choose.randint(_GRAY, _PREMULTIPLIED)
    pixel = 1 if layout == _GRAY else 4
    width, rows, above = choose.randint(1, 40), choose.randint(1, 30), choose.choice((0, 5))
    across = _Side.any(choose, width, choose.randint(1, 40))
    down = _Side.any(choose, rows, choose.randint(1, 25))
    down = _Side(down.output, down.taps, tuple(above + at for at in down.first), down.counts, down.weights)
    top = choose.randrange(down.output)
    drawn = choose.randint(1, down.output - top)
    source, target = width * rows * pixel, across.output * drawn * pixel
    values = _bulk(choose)
    # Enough for these sizes, but not for much larger ones.
    scratch = 20_000 + 200 * (width + across.output) + 8 * width * down.taps * (layout == _ALPHA)
    return Call(
        "darkroom_resample",
        (
            *(
                values.choice((values.randbytes(source), b"\xff" * source)),
                source,
                layout,
                width,
                above,
                rows,
            ),
            *across.arguments(),
            *down.arguments(),
            *(values.randbytes(target), target, across.output, top, drawn),
            *(Scratch(scratch), scratch),
        ),
    )
