"""Valid calls of the functions for palettes."""

from random import Random

from tests.kernel.calls import Call, Scratch

# The sizes of nearest.h.
_CELLS = 1 << 9
_CANDIDATES = 256 * _CELLS


def select_colors(choose: Random) -> Call:
    """Return a call of darkroom_select_colors."""
    count, limit = choose.randint(1, 400), choose.choice((1, 2, 16, 255, 256))
    mask = bytes([255, *(choose.choice((0, 255)) for _ in range(count - 1))])
    return Call(
        "darkroom_select_colors",
        (
            *(_pixels(choose, count), 4 * count, mask, count),
            *(bytes(3 * limit), 3 * limit, bytes(8), 2),
            *(Scratch(4 * count), count, *_nearest()),
        ),
    )


def map_colors(choose: Random) -> Call:
    """Return a call of darkroom_map_colors."""
    width, height, colors = choose.randint(1, 30), choose.randint(0, 20), choose.choice((1, 2, 7, 255, 256))
    count = width * height
    return Call(
        "darkroom_map_colors",
        (
            *(_pixels(choose, count), 4 * count, choose.randbytes(3 * colors), 3 * colors),
            *(bytes(count), count, width, choose.choice((0, 32, 3 * 255**2)), *_nearest()),
        ),
    )


def _pixels(choose: Random, count: int) -> bytes:
    """Return noise, or pixels that are often equal or similar."""
    levels = choose.choice((range(256), range(100, 110), (0, 255)))
    return bytes(choose.choice(levels) for _ in range(4 * count))


def _nearest() -> tuple[Scratch, int, Scratch, int]:
    return Scratch(4 * _CANDIDATES), _CANDIDATES, Scratch(2 * _CELLS), _CELLS
