"""Compare the estimates of memory and time with what processing really takes.

`python -m tests.budget` measures generated files, `python -m tests.budget FOLDER` the files in a folder and
its subfolders, each with the package's own presets. It prints those that take more than the estimate. With
`--photos`, the estimate of memory may be at most three times what an image takes.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from tests.budget import floods, photos
from tests.budget.measuring import Measured
from tests.budget.meter import Meter, meter

_MOST_TIMES = 3


def main() -> int:
    """Run the command line; return 1 if an estimate is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.budget", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of your own files")
    parser.add_argument("--photos", action="store_true", help="the files are ordinary photos")
    parser.add_argument("--all", action="store_true", help="print all files")
    options = parser.parse_args()
    results, wrong = [], 0
    with TemporaryDirectory() as temporary, meter(Path(temporary)) as measure:
        for name, result in _results(options.folder, measure):
            problem = _problem(result, photo=options.photos)
            wrong += problem is not None
            if problem or options.all:
                sys.stdout.write(f"{name}: {problem or 'right'}: {_line(result)}\n")
            results += [result] if result else []
    sys.stdout.write(_summary(results))
    return int(wrong > 0)


def _results(folder: Path | None, measure: Meter) -> Iterator[tuple[str, Measured | None]]:
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    if folder:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield path.name, measure.file(path, specs)
        return
    for name in photos.KINDS:
        yield name, measure.content(photos.content(name), specs)
    for name, made in floods.FILES.items():
        yield name, measure.content(made(), specs)


def _problem(result: Measured | None, *, photo: bool) -> str | None:
    if result is None:
        return "killed"
    if not result.estimated_memory:
        return None
    if result.memory > result.estimated_memory:
        return "more memory than estimated"
    if result.seconds > result.estimated_seconds:
        return "more time than estimated"
    if photo and result.estimated_memory > _MOST_TIMES * result.memory:
        return "much less memory than estimated"
    return None


def _line(result: Measured | None) -> str:
    if result is None:
        return ""
    return (
        f"{result.outcome}, {result.memory / 1e6:.1f} of {result.estimated_memory / 1e6:.1f} MB,"
        f" {result.seconds:.3f} of {result.estimated_seconds:.3f} s"
    )


def _summary(results: list[Measured]) -> str:
    estimated = [each for each in results if each.outcome == "ready"]
    if not estimated:
        return f"{len(results)} files, none of them ready\n"
    memory = [each.estimated_memory / max(1, each.memory) for each in estimated]
    seconds = [each.estimated_seconds / max(1e-3, each.seconds) for each in estimated]
    return (
        f"{len(results)} files, {len(estimated)} ready; the estimates are {min(memory):.2f} to"
        f" {max(memory):.2f} times the memory (median {median(memory):.2f}), and {min(seconds):.2f} to"
        f" {max(seconds):.2f} times the time (median {median(seconds):.2f})\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
