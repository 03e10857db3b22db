"""Valid calls of the function that averages blocks of pixels."""

from random import Random

from tests.kernel.calls import Call

_CHANNELS = 4


def reduce(choose: Random) -> Call:
    """Return a call of darkroom_reduce."""
    channels, has_alpha = choose.choice(((1, 0), (2, 1), (3, 0), (4, 0), (4, 1)))
    # Columns are summed in parts of up to 128.
    width, height = choose.choice((choose.randint(1, 30), choose.randint(100, 300))), choose.randint(0, 20)
    factor = choose.choice((1, 2, 3, 4, 5, 8, 128))
    size = width * height * channels
    averages = -(-width // factor) * -(-height // factor) * (1 if channels == 1 else _CHANNELS)
    return Call(
        "darkroom_reduce",
        (
            *(
                choose.choice((choose.randbytes(size), b"\xff" * size)),
                size,
                width,
                channels,
                has_alpha,
                factor,
            ),
            *(choose.randbytes(averages), averages),
        ),
    )
