"""`python -m load.client`: the client's own CPU for each file, beside boto3's as the floor.

All send the same small files to the local stack, each in turn from a process of its own, four at a time:
boto3 straight into the bucket; the client by a form for each, once without and once with waiting for `ready`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from load.event_queue import left_after
from load.stack import Stack, started
from load.upload_cost import SENDERS, Cost
from local.process import ROOT

SIDE = 64
"""Pixels: files of about a kilobyte, so that it is the work per file that counts."""
DRAIN_SECONDS = 900


def main() -> int:
    """Measure and print a table; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m load.client", description=__doc__)
    parser.add_argument("--files", type=int, default=100, help="how many; default: %(default)d")
    files: int = parser.parse_args().files
    with tempfile.TemporaryDirectory() as name:
        pictures = Path(name) / "pictures"
        draw(pictures, files)
        with started(Path(name) / "stack", workers=2) as stack:
            costs = [_in_turn(sender, pictures, stack) for sender in SENDERS]
    Console().print(table(files, zip(SENDERS, costs, strict=True)))
    return 0


def _in_turn(sender: str, pictures: Path, stack: Stack) -> Cost:
    """Measure, and leave no queue behind which the next one's pictures would have to wait."""
    cost = measure(sender, pictures, _environment(stack))
    left_after(stack, DRAIN_SECONDS)
    return cost


def draw(folder: Path, files: int) -> None:
    """Draw files of different content, and so of different ETags."""
    folder.mkdir()
    for number in range(files):
        color = (number % 256, number // 256 % 256, 128)
        Image.new("RGB", (SIDE, SIDE), color).save(folder / f"{number}.jpg")


def measure(sender: str, pictures: Path, environment: Mapping[str, str]) -> Cost:
    """Send the pictures from a process of its own; `environment` says where to."""
    done = subprocess.run(  # noqa: S603 - this project's own module
        [sys.executable, "-m", "load.upload_cost", sender, pictures],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    return Cost(**json.loads(done.stdout))


def _environment(stack: Stack) -> Mapping[str, str]:
    return {**stack.environment, "DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}


def table(files: int, costs: Iterable[tuple[str, Cost]]) -> Table:
    """Return the report; the first sender is the floor."""
    table = Table("who", title=f"{files} files of about a kilobyte", title_justify="left")
    for heading in ("CPU, ms per file", "to boto3", "elapsed, ms per file"):
        table.add_column(heading, justify="right")
    floor = None
    for sender, cost in costs:
        cpu = 1000 * cost.cpu / files
        floor = floor or cpu
        elapsed = 1000 * cost.elapsed / files
        table.add_row(SENDERS[sender].says, f"{cpu:.2f}", f"{cpu / floor:.2f}", f"{elapsed:.1f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
