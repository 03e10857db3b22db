"""Compare the client's CPU time per file with that of boto3: `python -m load.client`.

Each uploader sends the same small files to the local stack, from a process of its own, four files at a time.
boto3 puts them straight into the bucket. The client requests an upload form for each file, in one run without
and in another with waiting until the image is `ready`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from load.event_queue import wait_until_empty
from load.stack import Stack, run_module, started
from load.upload_cost import UPLOADERS, Cost

SIDE = 64
"""Side of each image in pixels. Files of about 1 KB show the cost per file, not per byte."""
DRAIN_SECONDS = 900


def main() -> int:
    """Measure every uploader and print a table. Return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m load.client", description="Compare the client's CPU time per file with that of boto3."
    )
    parser.add_argument("--files", type=int, default=100, help="number of files (default: %(default)d)")
    files: int = parser.parse_args().files
    with tempfile.TemporaryDirectory() as name:
        images = Path(name) / "images"
        draw(images, files)
        with started(Path(name) / "stack", workers=2) as stack:
            costs = [_measure_and_drain(uploader, images, stack) for uploader in UPLOADERS]
    Console().print(table(files, zip(UPLOADERS, costs, strict=True)))
    return 0


def _measure_and_drain(uploader: str, images: Path, stack: Stack) -> Cost:
    """Measure an uploader, then wait until the queues are empty so that the next one starts fresh."""
    environment = {**stack.environment, "DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}
    cost = measure(uploader, images, environment)
    wait_until_empty(stack, DRAIN_SECONDS)
    return cost


def draw(folder: Path, files: int) -> None:
    """Write images with different contents, so that their ETags differ."""
    folder.mkdir()
    for number in range(files):
        color = (number % 256, number // 256 % 256, 128)
        Image.new("RGB", (SIDE, SIDE), color).save(folder / f"{number}.jpg")


def measure(uploader: str, images: Path, environment: Mapping[str, str]) -> Cost:
    """Upload the images from a new process. `environment` holds the URL, token, bucket and AWS settings.

    Raises CalledProcessError if an upload fails.
    """
    return run_module("load.upload_cost", [uploader, images], environment, Cost)


def table(files: int, costs: Iterable[tuple[str, Cost]]) -> Table:
    """Return the report. Ratios are relative to the first uploader."""
    table = Table("Uploader", title=f"{files} files of about 1 KB", title_justify="left")
    for heading in ("CPU, ms per file", "Relative to boto3", "Wall time, ms per file"):
        table.add_column(heading, justify="right")
    baseline = None
    for uploader, cost in costs:
        cpu = 1000 * cost.cpu / files
        baseline = baseline or cpu
        elapsed = 1000 * cost.elapsed / files
        table.add_row(UPLOADERS[uploader].label, f"{cpu:.2f}", f"{cpu / baseline:.2f}", f"{elapsed:.1f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
