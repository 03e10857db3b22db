"""Run all cases and write the report and its plots."""

import argparse
import os
import sys
import time
from contextlib import closing
from pathlib import Path

from bench import machine, parallel, plot, profile, report
from bench.engine_pool import EnginePool
from bench.inputs import typical
from bench.paths import RESULTS
from bench.results import Results
from bench.suite import FULL, QUICK, Suite, SuiteSize


def main() -> None:
    """Run the benchmark as the command line asks."""
    arguments = _parser().parse_args()
    start = time.monotonic()
    results = _measure(QUICK if arguments.quick else FULL)
    arguments.results.mkdir(parents=True, exist_ok=True)
    markdown = report.render(results)
    (arguments.results / "README.md").write_text(markdown)
    plot.draw(results, arguments.results)
    sys.stdout.write(f"{markdown}\nTook {time.monotonic() - start:.0f} s.\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Compare image engines.")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="use fewer engines, rounds and photos; takes a couple of minutes",
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the report and the plots")
    return parser


def _measure(size: SuiteSize) -> Results:
    one_core = {max(os.sched_getaffinity(0))}
    with closing(EnginePool(one_core)) as pool:
        suite = Suite(pool, size)
        return Results(
            machine=machine.describe(),
            thumbnails=suite.thumbnails(),
            variants=suite.variants(),
            animations=suite.animations(),
            growth=suite.growth(),
            photos=suite.photos(),
            parallel=parallel.measure(typical.find("JPEG 4:2:0 12 MP"), size.rounds),
            profiles=profile.profiles(),
            rounds=size.rounds,
            versions=pool.versions,
        )


if __name__ == "__main__":
    main()
