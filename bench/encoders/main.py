"""Run the comparison and print one table per format, kind of image and size."""

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import product
from statistics import fmean, geometric_mean, median

from PIL import Image

from bench import markdown
from bench.encoders import images
from bench.encoders.candidates import CANDIDATES, Candidate
from bench.encoders.comparison import Compared, Comparison
from bench.engine_process import EngineProcess
from bench.engines import SHARP_ENCODER
from bench.jobs import Format


def main() -> None:
    """Compare as the command line asks."""
    arguments = _parser().parse_args()
    with closing(EngineProcess(SHARP_ENCODER, {max(os.sched_getaffinity(0))})) as sharp:
        for format_, side in product(arguments.formats, arguments.sides):
            chosen = [
                each for each in CANDIDATES[format_] if any(map(each.name.__contains__, arguments.settings))
            ]
            sources = {"photos": images.photos(side, arguments.photos)}
            if format_ != "jpeg":
                sources["drawings"] = images.drawings(side, arguments.drawings)
            for kind, drawn in sources.items():
                table = _table(_compared(sharp, format_, chosen, drawn))
                print(f"### {format_}, {kind} of {side} pixels\n\n{table}\n", flush=True)  # noqa: T201 -- the benchmark's own console


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.encoders", description="Compare encoder settings at equal SSIMULACRA2 scores."
    )
    parser.add_argument("--formats", nargs="+", choices=list(CANDIDATES), default=list(CANDIDATES))
    parser.add_argument("--sides", nargs="+", type=int, default=[300, 800], help="longer sides in pixels")
    parser.add_argument("--photos", type=int, default=22, help="photos of the corpus to use at most")
    parser.add_argument("--settings", nargs="+", default=[""], help="only settings with one of these words")
    parser.add_argument("--drawings", type=int, default=6, help="drawings with an alpha channel")
    return parser


def _compared(
    sharp: EngineProcess,
    format_: Format,
    candidates: Sequence[Candidate],
    sources: Iterable[Image.Image],
) -> Mapping[str, Sequence[Compared]]:
    """Return the results for all images by candidate."""
    found: dict[str, list[Compared]] = {}
    comparison = Comparison(sharp, format_)
    for source in sources:
        for name, compared in comparison.compare(source, candidates).items():
            found.setdefault(name, []).append(compared)
    return found


def _table(found: Mapping[str, Sequence[Compared]]) -> str:
    head = ["Settings", "Images", "Bytes", "Bytes, worst", "CPU time", "Quality"]
    rows = [
        [
            name,
            str(len(results)),
            f"{geometric_mean([each.size for each in results]):.3f}",
            f"{max(each.size for each in results):.3f}",
            f"{median([each.cpu for each in results]):.2f}",
            f"{fmean([each.quality for each in results]):.1f}",
        ]
        for name, results in found.items()
    ]
    return markdown.table(head, rows)


if __name__ == "__main__":
    main()
