"""Measure the time to `ready` by number of variants: `python -m bench.latency`, or `make bench-latency`."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import product
from pathlib import Path

from bench.inputs import typical
from bench.latency import report
from bench.latency.checkout import Checkout, Run
from bench.paths import REPOSITORY
from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.presets import read_presets
from load import assumptions

PHOTO = "JPEG 4:2:0 12 MP"
# The standard deviation of the logarithm of a latency: 1 of 100 calls takes 1.8 times the median.
_JITTER = 0.25
# Rounds that do not count. Then connections and caches are there, and Python has specialized its bytecode.
_WARM_UP = 3


def main() -> None:
    """Measure the checkouts in alternating rounds, and print a table for each."""
    arguments = _arguments()
    given = assumptions.read().latency_ms
    latency = {"dynamodb": given.dynamodb, "s3_small": given.s3_small, "s3_large": given.s3_large}
    photo = typical.find(PHOTO).path.resolve()
    jittered = {**latency, "jitter": _JITTER}
    with ExitStack() as running:
        checkouts = [
            running.enter_context(closing(Checkout(folder.resolve(), arguments.cores, photo, jittered)))
            for folder in [*arguments.compare, REPOSITORY]
        ]
        measured = measure(checkouts, arguments.seed * 1_000_000, arguments.rounds)
    for folder, by_variants in measured.items():
        sys.stdout.write(f"\n{folder}\n\n{report.table(by_variants, latency)}\n")
        sys.stdout.write(report.targets(by_variants, latency))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.latency", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="images for each row (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="of the latencies (default: 1)")
    parser.add_argument("--cores", type=int, default=1, help="of the function (default: 1)")
    help_ = "other checkouts, to measure as well"
    parser.add_argument("--compare", type=Path, nargs="*", metavar="FOLDER", default=[], help=help_)
    return parser.parse_args()


def measure(
    checkouts: Sequence[Checkout], first: int, rounds: int
) -> Mapping[Path, Mapping[int, Sequence[Run]]]:
    """Return the runs of each checkout by the number of variants, in rounds with numbers from `first` on."""
    names = [spec.name for spec in read_presets(PRESETS_FILE).presets]
    counts = range(1, len(names) + 1)
    runs: dict[Path, dict[int, list[Run]]] = {
        each.folder: {count: [] for count in counts} for each in checkouts
    }
    for number in range(first - _WARM_UP, first + rounds):
        for count, checkout in product(counts, checkouts):
            run = checkout.run(number, names[:count])
            if number >= first:
                runs[checkout.folder][count].append(run)
    return runs


if __name__ == "__main__":
    main()
