"""Run all cases, write the report and the plots."""

import argparse
import os
import sys
import time
from contextlib import closing
from pathlib import Path

from bench import machine, parallel, plot, profile, report
from bench.fleet import Fleet
from bench.inputs import everyday
from bench.places import RESULTS
from bench.results import Results
from bench.suite import FULL, QUICK, Extent, Suite


def main() -> None:
    """Parse the command line and do it."""
    arguments = _parser().parse_args()
    start = time.monotonic()
    results = _measure(QUICK if arguments.quick else FULL)
    arguments.results.mkdir(parents=True, exist_ok=True)
    written = report.render(results)
    (arguments.results / "README.md").write_text(written)
    plot.draw(results, arguments.results)
    sys.stdout.write(f"{written}\nTook {time.monotonic() - start:.0f} s.\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Compare image engines.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and photos: a couple of minutes")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="where to write the report and the plots"
    )
    return parser


def _measure(extent: Extent) -> Results:
    one_core = {max(os.sched_getaffinity(0))}
    with closing(Fleet(one_core)) as fleet:
        suite = Suite(fleet, extent)
        return Results(
            machine=machine.describe(),
            thumbnails=suite.thumbnails(),
            variants=suite.variants(),
            animations=suite.animations(),
            growth=suite.growth(),
            photos=suite.photos(),
            parallel=parallel.measure(everyday.find("JPEG 4:2:0 12 MP"), extent.rounds),
            profiles=profile.profiles(),
            rounds=extent.rounds,
            versions=fleet.versions,
        )


if __name__ == "__main__":
    main()
