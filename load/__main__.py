"""`python -m load`: run it, print the report, keep it, and fail if anything was lost, stuck or wrong."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown

import load
from load.report import render
from load.runner import Extent, run
from load.stack import StackFailed

RESULTS = Path(__file__).with_name("results")


def main() -> int:
    """Parse the command line and do it; return the exit status."""
    arguments = _arguments()
    extent = Extent(
        small=arguments.small,
        large=arguments.large,
        workers=arguments.workers,
        at_a_time=arguments.at_a_time,
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            results = run(extent, Path(folder))
    except StackFailed as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    report = render(results)
    arguments.results.mkdir(parents=True, exist_ok=True)
    (arguments.results / "latest.md").write_text(report, "utf-8")
    Console().print(Markdown(report))
    return 0 if results.kept else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m load", description=load.__doc__)
    parser.add_argument(
        "--small", type=int, default=Extent.small, help="small pictures, broken ones included"
    )
    parser.add_argument("--large", type=int, default=Extent.large, help="pictures of 12 megapixels")
    parser.add_argument("--workers", type=int, default=Extent.workers, help="worker processes")
    parser.add_argument("--at-a-time", type=int, default=Extent.at_a_time, help="pictures on their way")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the report")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
