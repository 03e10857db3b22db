"""Valid calls of the function that computes weights."""

from random import Random

from chalicelib.imaging.kernel.weights import Side
from tests.kernel.calls import Call, Scratch


def side(choose: Random) -> Side:
    """Return a side of an image, and what of it is scaled to how much."""
    averaged = choose.choice((1, 1, 2, 4, 8, 3))
    source = averaged * choose.randint(1, 60) + choose.randrange(averaged)
    start = choose.choice((0.0, choose.uniform(0, source * 0.9)))
    end = choose.choice((float(source), choose.uniform(start, source)))
    if not start < end:
        start, end = 0.0, float(source)
    return Side(source, start, end, output=choose.randint(1, 40), averaged=averaged)


def weights(choose: Random) -> Call:
    """Return a call of darkroom_weights."""
    chosen = side(choose)
    output, taps = chosen.output, chosen.taps
    cells, values = output * taps, 2 * (taps + 1)
    return Call(
        "darkroom_weights",
        (
            *(chosen.source, chosen.averaged, chosen.start, chosen.end, output),
            *(choose.randbytes(4 * output), output, choose.randbytes(4 * output), output),
            *(choose.randbytes(2 * cells), cells, taps, Scratch(8 * values), values),
        ),
    )
