"""One generated file, and how to choose which of the many possible ones to make."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

# How the file describes its colors; each class has its own limit in compare.py.
ColorClass = Literal["icc", "tags", "hdr"]
Values = Mapping[str, str]
_CANDIDATES = 24


@dataclass(frozen=True, slots=True)
class Case:
    """One file. Its name lists the values of the axes, `png-rgb16-trns-exif6-iccp_p3-64x48`.

    `whole` tells whether it contains every pixel, so that refusing it is wrong. It is None if this is not
    known, as it is for files from outside: then a judge that decodes strictly decides.
    """

    name: str
    content: bytes
    color: ColorClass = "icc"
    whole: bool | None = True


def choose(
    axes: Mapping[str, Sequence[str]], count: int, valid: Callable[[Values], bool] = lambda _: True
) -> Iterator[Values]:
    """Yield `count` different combinations, which cover the pairs of values of two axes early.

    Every prefix covers as many pairs as a greedy choice can, so that a short run sees nearly all of them.
    Fewer combinations come if there are not enough.
    """
    draw = random.Random("-".join(axes))  # noqa: S311 - reproducible, not secret
    covered: set[tuple[str, ...]] = set()
    used: set[tuple[str, ...]] = set()
    for _ in range(count):
        candidates = [candidate for candidate in _drawn(axes, draw) if valid(candidate)]
        fresh = [candidate for candidate in candidates if tuple(candidate.values()) not in used]
        if not fresh:
            continue
        best = max(fresh, key=lambda candidate: len(_pairs(candidate) - covered))
        covered |= _pairs(best)
        used.add(tuple(best.values()))
        yield best


def _drawn(axes: Mapping[str, Sequence[str]], draw: random.Random) -> Iterator[dict[str, str]]:
    for _ in range(_CANDIDATES):
        yield {axis: draw.choice(values) for axis, values in axes.items()}


def _pairs(values: Values) -> set[tuple[str, ...]]:
    return {(*one, *other) for one, other in combinations(values.items(), 2)}


def name(format_: str, values: Values) -> str:
    """Return the case's name. Empty values, which are the usual ones, are left out."""
    return "-".join([format_, *(value for value in values.values() if value)])
