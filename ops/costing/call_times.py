"""Read the CPU time that a call to AWS takes in a function, from the report of the load test."""

import re
from pathlib import Path

from ops.costing.calls import direct

LOAD = Path(__file__).parents[2] / "load" / "results" / "latest.md"

# The load test renders one variant.
_CALLS = direct(1).total
_NUMBER = re.compile(r"\s*([\d.]+)")


class ReportUnreadable(ValueError):
    """A report lacks an expected number."""


def call_ms(report: str) -> float:
    """Return ms of CPU per call: all time of a run that the engine does not take. Raises ReportUnreadable."""
    return (_cell(report, "worker, ms per image") - _cell(report, "engine, ms per image")) / _CALLS


def _cell(report: str, row: str) -> float:
    """Return the number of a row in the column for large images."""
    for line in report.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == row and len(cells) > 2 and (match := _NUMBER.match(cells[2])):  # noqa: PLR2004 - a column
            return float(match[1])
    raise ReportUnreadable(f"the report has no number for {row!r}; run the load test again")
