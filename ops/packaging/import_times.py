"""Measure which modules a cold start imports, and how long each takes."""

import re
from collections.abc import Iterator

from msgspec import Struct

from ops.packaging.cold_start_times import COLD_STARTS, run_python
from ops.packaging.layouts import Layout

# A line has the module's own time, the time including its imports, and its name:
# https://docs.python.org/3/using/cmdline.html#cmdoption-X
_LINE = re.compile(r"^import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)$", re.MULTILINE)


class Import(Struct, frozen=True, kw_only=True):
    """An imported module, and how long it takes without its own imports."""

    module: str
    milliseconds: float

    @property
    def top(self) -> str:
        """The top-level package of the module."""
        return self.module.partition(".")[0]


def import_times(layout: Layout, function: str) -> list[Import]:
    """Return the modules that a function's cold start imports, slowest first."""
    report = run_python(layout, COLD_STARTS[function], "-X", "importtime").stderr
    return sorted(parse_report(report), key=lambda each: -each.milliseconds)


def by_package(found: list[Import]) -> dict[str, tuple[int, float]]:
    """Return the number of modules and their total milliseconds by package, slowest first."""
    totals: dict[str, tuple[int, float]] = {}
    for each in found:
        count, sum_ = totals.get(each.top, (0, 0.0))
        totals[each.top] = (count + 1, sum_ + each.milliseconds)
    return dict(sorted(totals.items(), key=lambda item: -item[1][1]))


def parse_report(report: str) -> Iterator[Import]:
    """Parse the report of `-X importtime`."""
    for own, module in _LINE.findall(report):
        yield Import(module=module, milliseconds=int(own) / 1000)
