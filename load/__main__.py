"""Entry point of `python -m load`: run the load test, then print and save its report."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown

from load.report import render
from load.runner import Workload, run
from load.stack import StackFailed

RESULTS = Path(__file__).with_name("results")
_WORKLOAD = {
    "small": "small images, broken ones included",
    "large": "12-megapixel images",
    "attacked": "small images to send without, then with hostile owners",
    "unfinished": "files that hostile owners keep in flight",
    "workers": "worker processes",
    "concurrency": "images in flight at a time",
}


def main() -> int:
    """Run the load test.

    Return the exit status: 0 if everything passed, 1 if anything was lost, stuck, wrong or left over, or if
    hostile owners slow others down too much, and 2 if the stack did not start.
    """
    arguments = vars(_arguments())
    folder: Path = arguments.pop("results")
    workload = Workload(**arguments)
    try:
        with tempfile.TemporaryDirectory() as inputs:
            results = run(workload, Path(inputs))
    except StackFailed as error:
        sys.stderr.write(f"{error}\n")
        return 2
    report = render(results)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.md").write_text(report, "utf-8")
    Console().print(Markdown(report))
    return 0 if results.passed else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m load",
        description="Send thousands of images through the local stack and check the outcome of each.",
    )
    for name, meaning in _WORKLOAD.items():
        parser.add_argument(
            f"--{name}", type=int, default=getattr(Workload(), name), help=f"number of {meaning}"
        )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the report")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
