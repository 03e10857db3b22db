"""Entry point of `python -m load`: run the load test, then print and save its report."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown

from load import hostile
from load.report import render
from load.runner import Workload, run
from load.stack import StackFailed

RESULTS = Path(__file__).with_name("results")


def main() -> int:
    """Run the load test.

    Return the exit status: 0 if everything passed, 1 if anything was lost, stuck, wrong or left over, and
    2 if the stack did not start.
    """
    arguments = _arguments()
    if arguments.hostile:
        return _run_hostile()
    workload = Workload(
        small=arguments.small,
        large=arguments.large,
        workers=arguments.workers,
        concurrency=arguments.concurrency,
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            results = run(workload, Path(folder))
    except StackFailed as error:
        sys.stderr.write(f"{error}\n")
        return 2
    report = render(results)
    arguments.results.mkdir(parents=True, exist_ok=True)
    (arguments.results / "latest.md").write_text(report, "utf-8")
    Console().print(Markdown(report))
    return 0 if results.passed else 1


def _run_hostile() -> int:
    try:
        with tempfile.TemporaryDirectory() as folder:
            slowdown = hostile.run(Path(folder))
    except StackFailed as error:
        sys.stderr.write(f"{error}\n")
        return 2
    Console().print(Markdown(hostile.render(slowdown)))
    return 0 if slowdown.passed else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m load",
        description="Send thousands of images through the local stack and check the outcome of each.",
    )
    parser.add_argument(
        "--small", type=int, default=Workload.small, help="number of small images, broken ones included"
    )
    parser.add_argument("--large", type=int, default=Workload.large, help="number of 12-megapixel images")
    parser.add_argument("--workers", type=int, default=Workload.workers, help="number of worker processes")
    parser.add_argument(
        "--concurrency", type=int, default=Workload.concurrency, help="number of images in flight at a time"
    )
    parser.add_argument(
        "--hostile",
        action="store_true",
        help="measure instead how much a hostile owner slows down another one",
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the report")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
