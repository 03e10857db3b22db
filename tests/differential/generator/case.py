"""One generated file, and how to choose which of the many possible ones to make."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

# How a file describes its colors; each class has its own limit in verdict.py.
ColorClass = Literal["icc", "tags", "hdr"]
# The value of each axis, in the order of the axes. Usual values are often empty.
Values = Mapping[str, str]
_CANDIDATES = 24


@dataclass(frozen=True, slots=True)
class Case:
    """One file. Its name lists the values of the axes: `png-rgb16-trns-exif6-icc_p3-64x48`.

    `whole` tells whether it contains every pixel: refusing it is wrong if it does, rendering it if it does
    not. It is None if this is not known, or if either is right; then the first judge decides about refusals.
    """

    name: str
    content: bytes
    color: ColorClass = "icc"
    whole: bool | None = True


def _any(_: Values) -> bool:
    return True


def _by_icc(_: Values) -> ColorClass:
    return "icc"


def _uncut(values: Values) -> bool:
    return values["damage"] != "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How to generate the files of one format.

    `axes` maps the name of each axis to its values, the usual one first; repeated values are chosen more
    often. `whole` is that of the case.
    """

    name: str
    count: int
    axes: Mapping[str, Sequence[str]]
    content: Callable[[Values], bytes]
    valid: Callable[[Values], bool] = _any
    color: Callable[[Values], ColorClass] = _by_icc
    whole: Callable[[Values], bool | None] = _uncut

    def cases(self) -> Iterator[Case]:
        """Yield `count` different files, in an order whose every prefix covers pairs of values well."""
        for values in _chosen(self):
            yield self._case(values)

    def case(self, **values: str) -> Case:
        """Return the file with these values, and the usual ones on all other axes."""
        return self._case({axis: values.get(axis, usual[0]) for axis, usual in self.axes.items()})

    def _case(self, values: Values) -> Case:
        name = "-".join([self.name, *filter(None, values.values())])
        return Case(name, self.content(values), self.color(values), self.whole(values))


def _chosen(format_: Format) -> Iterator[Values]:
    """Choose combinations greedily: of a few random ones, the one with the most uncovered pairs.

    Each of them has one value that no combination before had, as long as there is one.
    """
    draw = random.Random(format_.name)  # noqa: S311 - reproducible, not secret
    covered: set[tuple[str, ...]] = set()
    used: set[tuple[str, ...]] = set()
    unseen = [(axis, value) for axis, values in format_.axes.items() for value in values]
    while len(used) < format_.count:
        drawn = [_drawn(format_.axes, draw) | _one(unseen, draw) for _ in range(_CANDIDATES)]
        fresh = [each for each in drawn if format_.valid(each) and tuple(each.values()) not in used]
        if fresh:
            best = max(fresh, key=lambda candidate: len(_pairs(candidate) - covered))
            covered |= _pairs(best)
            used.add(tuple(best.values()))
            unseen = [value for value in unseen if value not in best.items()]
            yield best


def _drawn(axes: Mapping[str, Sequence[str]], draw: random.Random) -> dict[str, str]:
    return {axis: draw.choice(values) for axis, values in axes.items()}


def _one(values: Sequence[tuple[str, str]], draw: random.Random) -> dict[str, str]:
    return dict([draw.choice(values)]) if values else {}


def _pairs(values: Values) -> set[tuple[str, ...]]:
    return {(*one, *other) for one, other in combinations(values.items(), 2)}
