"""Read the CPU time per image from the reports of the benchmark and the load test."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_ROOT = Path(__file__).parents[2]
BENCHMARK = _ROOT / "bench" / "results" / "README.md"
LOAD = _ROOT / "load" / "results" / "latest.md"

# Megapixels of the benchmark's baseline JPEGs, and the names of their rows.
_ROWS = {6: "JPEG 4:2:0 6 MP", 12: "JPEG 4:2:0 12 MP", 24: "JPEG 4:2:0 24 MP"}
_NUMBER = re.compile(r"\s*([\d.]+)")


class ReportUnreadable(ValueError):
    """A report lacks an expected number."""


@dataclass(frozen=True, kw_only=True)
class Measurements:
    """CPU time per image in ms: of the engine, by megapixels of a JPEG, and of everything around it."""

    engine: dict[int, float]
    overhead: float

    def cpu(self, megapixels: float) -> float:
        """Return the CPU time of one image, by linear interpolation, or extrapolation beyond the sizes."""
        sizes = sorted(self.engine)
        low, high = next(
            (pair for pair in pairwise(sizes) if megapixels <= pair[1]),
            (sizes[-2], sizes[-1]),
        )
        slope = (self.engine[high] - self.engine[low]) / (high - low)
        return max(0.0, self.engine[low] + slope * (megapixels - low)) + self.overhead


def read_measurements(benchmark: str, load: str) -> Measurements:
    """Parse the texts of both reports. Raises ReportUnreadable."""
    # The first table that has such a row is the one for CPU time.
    engine = {size: _cell(benchmark, name, 1) for size, name in _ROWS.items()}
    worker, inside = (_cell(load, f"{part}, ms per image", 2) for part in ("worker", "engine"))
    return Measurements(engine=engine, overhead=worker - inside)


def _cell(report: str, row: str, column: int) -> float:
    for line in report.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == row and len(cells) > column and (match := _NUMBER.match(cells[column])):
            return float(match[1])
    raise ReportUnreadable(f"The report has no number for {row!r}. Run the measurement again.")
