"""`python -m local demo`: one picture through the whole stack, by the client library."""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from darkroom import Client, DarkroomError, Image
from rich.console import Console
from rich.table import Table

from local.errors import LocalError
from local.sample.image import sample
from local.stack import Options, running

LOG = "demo.log"
DOWNLOADS = "demo"


@dataclass(frozen=True)
class Result:
    """What became of the picture; times in seconds since the upload began."""

    image: Image
    files: Mapping[str, Path]
    uploaded: float
    ready: float


def demo(picture: Path | None, folder: Path) -> int:
    """Process `picture`, or the sample, print what came out, return the exit status."""
    if picture and not picture.is_file():
        sys.stderr.write(f"There is no file {picture}\n")
        return 2
    try:
        result = _process(picture or sample(folder), folder)
    except (DarkroomError, LocalError, OSError) as error:
        sys.stderr.write(f"It did not work: {error}\nWhat the stack printed is in {folder / LOG}\n")
        return 1
    Console(highlight=False).print(_table(result))
    for file in result.files.values():
        sys.stdout.write(f"  {file}\n")
    return 0


def _process(picture: Path, folder: Path) -> Result:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / LOG).open("w", encoding="utf-8") as log,
        running(Options(port=0, workers=1, events=False, log=log)) as stack,
        Client(stack.url, stack.token) as client,
    ):
        start = time.perf_counter()
        image = client.upload(picture, wait=False)
        uploaded = time.perf_counter() - start
        image = client.wait(image.id)
        ready = time.perf_counter() - start
        files = client.download(image, folder / DOWNLOADS, overwrite=True)
    return Result(image, files, uploaded, ready)


def _table(result: Result) -> Table:
    image = result.image
    table = Table(title=f"{image.filename}: {image.status}", title_justify="left")
    table.add_column("name")
    for heading in ("pixels", "bytes", "after"):
        table.add_column(heading, justify="right")
    table.add_row(
        "original", f"{image.width} x {image.height}", f"{image.size:,}", f"{result.uploaded:.2f} s"
    )
    for variant in image.variants:
        pixels = f"{variant.width} x {variant.height}"
        table.add_row(variant.name, pixels, f"{variant.size:,}", f"{result.ready:.2f} s")
    return table
