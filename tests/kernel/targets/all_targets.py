"""How to call each function of the kernel."""

from collections.abc import Callable, Iterator
from random import Random

from tests.kernel.calls import Call
from tests.kernel.hostile import hostile
from tests.kernel.prototypes import prototypes
from tests.kernel.targets import palette, reduce, resample, unfilter, weights

# Returns a call that the function must accept.
Target = Callable[[Random], Call]

TARGETS: dict[str, Target] = {
    "darkroom_resample": resample.resample,
    "darkroom_weights": weights.weights,
    "darkroom_unfilter": unfilter.unfilter,
    "darkroom_reduce": reduce.reduce,
    "darkroom_select_colors": palette.select_colors,
    "darkroom_map_colors": palette.map_colors,
}


def limit_level(level: int) -> Call:
    """Return the call that makes all that follow use instructions of at most this level, as in cpu.h."""
    return Call("darkroom_limit_level", (level,))


def valid_calls(seed: int, count: int) -> Iterator[Call]:
    """Yield calls of all functions in turn; the same for the same seed."""
    for number in range(count):
        for name, target in TARGETS.items():
            yield target(_random(f"{seed} {number} {name}"))


def hostile_calls(seed: int, count: int) -> Iterator[Call]:
    """Yield calls with arguments that do not fit each other; the same for the same seed."""
    known = prototypes()
    for number, call in enumerate(valid_calls(seed, count)):
        yield hostile(call, known[call.function], _random(f"{seed} {number}"))


def _random(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same choices in every run, not secrets
