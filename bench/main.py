"""Run the cases and write the report and its plots."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import machine, plot, report
from bench.engine_process import EnginePool
from bench.paths import RESULTS
from bench.results import Results
from bench.suite import FULL, QUICK, Suite, SuiteSize

CASES = [field for field in Results.__struct_fields__ if hasattr(Suite, field)]


def main() -> None:
    """Run the benchmark as the command line asks."""
    arguments = _parser().parse_args()
    start = time.monotonic()
    results = _measure(QUICK if arguments.quick else FULL, arguments.only or CASES)
    markdown = report.render(results)
    if not arguments.only:
        arguments.results.mkdir(parents=True, exist_ok=True)
        (arguments.results / "README.md").write_text(markdown)
        plot.draw(results, arguments.results)
    sys.stdout.write(f"{markdown}\nTook {time.monotonic() - start:.0f} s.\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Compare image engines.")
    parser.add_argument(
        "--quick", action="store_true", help="use fewer engines, rounds and photos: a couple of minutes"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the report and the plots")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=CASES,
        help="measure only these tables, and print them instead of writing to bench/results",
    )
    return parser


def _measure(size: SuiteSize, only: Sequence[str]) -> Results:
    one_core = {max(os.sched_getaffinity(0))}
    with closing(EnginePool(size.engines, one_core)) as pool:
        suite = Suite(pool, size)
        found: dict[str, Any] = {case: getattr(suite, case)() for case in CASES if case in only}
        return Results(machine=machine.describe(), rounds=size.rounds, versions=pool.versions, **found)


if __name__ == "__main__":
    main()
