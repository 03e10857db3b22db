"""Valid calls of the function that undoes PNG's filters."""

from random import Random

from tests.kernel.calls import Call

_FILTERS = 5


def unfilter(choose: Random) -> Call:
    """Return a call of darkroom_unfilter."""
    pixel_size = choose.choice((1, 2, 3, 4, 6, 8))
    row_size = pixel_size * choose.randint(1, 20)
    count = choose.randint(0, 10)
    rows = [choose.randrange(_FILTERS).to_bytes() + choose.randbytes(row_size) for _ in range(count)]
    room = row_size * (count + 1)
    return Call(
        "darkroom_unfilter",
        (
            *(b"".join(rows), count * (row_size + 1)),
            *(choose.randbytes(row_size) + bytes(room - row_size), room),
            *(row_size, pixel_size),
        ),
    )
