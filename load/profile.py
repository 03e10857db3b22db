"""Show what the CPU time of one small image is spent on: `python -m load.profile`.

It starts the local stack, processes images in a process of their own, so that only the handler's CPU time
counts, and prints medians in milliseconds. With `--against FOLDER`, it measures another checkout, too, in
alternating rounds.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

from load.one_image import ENGINE, Times
from load.stack import run_module, started
from local.process import ROOT
from local.sample.landscape import landscape

_SIZE, _QUALITY = (480, 640), 80
_INPUTS = 4
_SHIFT = 60
_TOTAL = "all"


def main() -> None:
    """Measure, and print a table with one column for each checkout."""
    parser = argparse.ArgumentParser(prog="python -m load.profile", description=__doc__)
    parser.add_argument("--images", type=int, default=40, help="images per round (default: 40)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (default: 5)")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout to compare with")
    arguments = parser.parse_args()
    checkouts = [ROOT, *([arguments.against.resolve()] if arguments.against else [])]
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "stack", workers=1) as stack:
        inputs = Path(folder) / "inputs"
        _write_inputs(inputs)
        rounds = [
            [
                run_module("load.one_image", [arguments.images, inputs], stack.environment, Times, checkout)
                for checkout in checkouts
            ]
            for _ in range(arguments.rounds)
        ]
    columns = [medians(measured) for measured in zip(*rounds, strict=True)]
    sys.stdout.write(table(columns))


def medians(rounds: Sequence[Times]) -> Mapping[str, float]:
    """Return the median milliseconds of each part and of everything. The engine's has two parts."""
    images = [image for times in rounds for image in times.images]
    parts = {name: median(image.get(name, 0.0) for image in images) for name in images[0]}
    engine, in_c = parts.pop(ENGINE), fmean(times.engine_in_c for times in rounds)
    parts |= {f"{ENGINE}, C": engine * in_c, f"{ENGINE}, Python": engine * (1 - in_c)}
    return {**parts, _TOTAL: median(sum(image.values()) for image in images)}


def table(columns: Sequence[Mapping[str, float]]) -> str:
    """Return one line for each part, the largest first."""
    names = sorted({name for column in columns for name in column}, key=lambda name: -columns[0].get(name, 0))
    width = max(map(len, names))
    return "".join(
        f"{name:<{width}}{''.join(f'{column.get(name, 0):8.2f}' for column in columns)}\n" for name in names
    )


def _write_inputs(folder: Path) -> None:
    """Write photo-like JPEGs of about 20 KB."""
    folder.mkdir()
    scene = landscape().resize((_SIZE[0] + _INPUTS * _SHIFT, _SIZE[1]))
    for number in range(_INPUTS):
        left = number * _SHIFT
        scene.crop((left, 0, left + _SIZE[0], _SIZE[1])).save(folder / f"{number}.jpg", quality=_QUALITY)


if __name__ == "__main__":
    main()
