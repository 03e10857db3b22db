"""Which modules a start imports, and what each of them takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ops.packaging.layouts import Layout
from ops.packaging.starts import STARTS
from ops.packaging.timing import run

# https://docs.python.org/3/using/cmdline.html#cmdoption-X: own time, time with what it imports, name
_LINE = re.compile(r"^import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Import:
    """Milliseconds that a module takes by itself."""

    module: str
    milliseconds: float

    @property
    def top(self) -> str:
        """The package that it belongs to."""
        return self.module.partition(".")[0]


def imports(layout: Layout, function: str) -> list[Import]:
    """Return what a function's start imports, the dearest first."""
    report = run(layout, STARTS[function], "-X", "importtime").stderr
    return sorted(parsed(report), key=lambda each: -each.milliseconds)


def by_package(found: list[Import]) -> dict[str, tuple[int, float]]:
    """Return how many modules of each package there are and what they take, the dearest first."""
    totals: dict[str, tuple[int, float]] = {}
    for each in found:
        count, sum_ = totals.get(each.top, (0, 0.0))
        totals[each.top] = (count + 1, sum_ + each.milliseconds)
    return dict(sorted(totals.items(), key=lambda item: -item[1][1]))


def parsed(report: str) -> Iterator[Import]:
    """Read the report that `-X importtime` writes."""
    for own, module in _LINE.findall(report):
        yield Import(module=module, milliseconds=int(own) / 1000)
