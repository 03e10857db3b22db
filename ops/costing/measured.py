"""Milliseconds of CPU per picture, from the reports of the benchmark and of the load run."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_ROOT = Path(__file__).parents[2]
BENCHMARK = _ROOT / "bench" / "results" / "README.md"
LOAD = _ROOT / "load" / "results" / "latest.md"

# Baseline JPEGs of these megapixels, by the names of the benchmark's rows.
_ROWS = {6: "JPEG 4:2:0 6 MP", 12: "JPEG 4:2:0 12 MP", 24: "JPEG 4:2:0 24 MP"}
_NUMBER = re.compile(r"\s*([\d.]+)")


class ReportUnreadable(ValueError):
    """A report has no such number any more."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Milliseconds of CPU: of the engine for a JPEG of so many megapixels, of all else around it."""

    engine: dict[int, float]
    overhead: float

    def cpu(self, megapixels: float) -> float:
        """Return what one picture takes, in a straight line between what was measured, and beyond it."""
        sizes = sorted(self.engine)
        low, high = next(
            (pair for pair in pairwise(sizes) if megapixels <= pair[1]),
            (sizes[-2], sizes[-1]),
        )
        slope = (self.engine[high] - self.engine[low]) / (high - low)
        return max(0.0, self.engine[low] + slope * (megapixels - low)) + self.overhead


def read_measured(benchmark: str, load: str) -> Measured:
    """Read both reports' texts. Raises ReportUnreadable."""
    # The first table that has such a row is the one of CPU.
    engine = {size: _cell(benchmark, name, 1) for size, name in _ROWS.items()}
    worker, inside = (_cell(load, f"{part}, ms per image", 2) for part in ("worker", "engine"))
    return Measured(engine=engine, overhead=worker - inside)


def _cell(report: str, row: str, column: int) -> float:
    for line in report.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == row and len(cells) > column and (match := _NUMBER.match(cells[column])):
            return float(match[1])
    raise ReportUnreadable(f"There is no number for {row!r}; run the measurement again")
