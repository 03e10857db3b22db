"""`python -m bench.crops FOLDER`: compare crops by attention with sharp's, on photos in FOLDER and scenes."""

import argparse
import sys
from pathlib import Path
from statistics import fmean

from bench.crops.judge import Score, judge, table
from bench.crops.subjects import all_subjects


def main() -> None:
    """Print the mean IoU of crop and subject for every method, and the CPU time of attention."""
    parser = argparse.ArgumentParser(prog="python -m bench.crops", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the marked photos, such as the corpus")
    folder = parser.parse_args().folder
    scores = list(judge(all_subjects(folder)))
    sys.stdout.write(f"{table(scores)}\n\n{_times(scores)}\n")


def _times(scores: list[Score]) -> str:
    times = [each.milliseconds for each in scores if each.method == "Darkroom attention"]
    return f"CPU time of Darkroom attention: {fmean(times):.1f} ms on average, {max(times):.1f} ms at most"


if __name__ == "__main__":
    main()
