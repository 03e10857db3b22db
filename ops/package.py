"""Build the package that Lambda gets, and measure its size and how the functions start."""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.filesize import decimal

from ops import options
from ops.display import Display
from ops.exits import Exit
from ops.packaging.build import Package, build
from ops.packaging.imports import Import, by_package, imports
from ops.packaging.layouts import layouts
from ops.packaging.sizes import sizes
from ops.packaging.starts import STARTS
from ops.packaging.timing import Start, starts

PROJECT = Path(__file__).parents[1]
ROUNDS = 5
_SHOWN = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--stage", default="dev", help="stage of .chalice/config.json (%(default)s)")
    parser.add_argument(
        "--rounds", type=options.whole_number, default=ROUNDS, help="starts of each function (%(default)s)"
    )


def run(arguments: argparse.Namespace, _: Mapping[str, str], display: Display) -> Exit:
    """Build, then report. Raises PackageIncomplete."""
    package = build(PROJECT, arguments.stage)
    _report_size(package, display)
    if not package.runs_here:
        display.say(f"\nIt is for {package.architecture}, so its starts cannot be measured here.")
        return Exit.OK
    with tempfile.TemporaryDirectory() as folder:
        laid_out = layouts(package.zip, Path(folder))
        _report_starts(starts(laid_out, arguments.rounds), display)
        for function in STARTS:
            _report_imports(function, imports(laid_out[0], function), display)
    return Exit.OK


def _report_size(package: Package, display: Display) -> None:
    parts = sizes(package.zip)
    display.say(f"{package.zip}\n\n{'':28}{'zipped':>12}{'unzipped':>12}")
    for part in parts:
        display.say(f"{part.name:28}{decimal(part.zipped):>12}{decimal(part.unzipped):>12}")
    unzipped = sum(part.unzipped for part in parts)
    display.say(f"{'all of it':28}{decimal(package.zip.stat().st_size):>12}{decimal(unzipped):>12}")


def _report_starts(measured: list[Start], display: Display) -> None:
    names = list(measured[0].by_layout)
    display.say(
        "\nCPU of a start, in ms. `boto3` is importing it and making the clients that the function has;"
    )
    display.say("`own` is the rest, as built.\n")
    display.say("".join((f"{'':16}", *(f"{name:>22}" for name in (*names, "boto3", "own")))))
    for start in measured:
        numbers = (*start.by_layout.values(), start.clients, start.own)
        display.say("".join((f"{start.function:16}", *(f"{number:22.0f}" for number in numbers))))


def _report_imports(function: str, found: list[Import], display: Display) -> None:
    display.say(f"\n{function}: imports in ms, by package and by module\n")
    packages = list(by_package(found).items())[:_SHOWN]
    for (name, (count, milliseconds)), module in zip(packages, found, strict=False):
        whole = f"{name} ({count})"
        display.say(f"  {whole:28}{milliseconds:8.1f}    {module.module:36}{module.milliseconds:8.1f}")
