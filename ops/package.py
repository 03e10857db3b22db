"""Build the Lambda package, and measure its size and the functions' cold starts."""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.filesize import decimal

from ops import options
from ops.exit_codes import ExitCode
from ops.packaging.archive import sizes
from ops.packaging.build import ARCHITECTURES, Package, architecture_here, build, build_lock
from ops.packaging.cold_start_times import (
    COLD_STARTS,
    ColdStart,
    Import,
    by_package,
    import_times,
    measure_cold_starts,
)
from ops.packaging.layouts import COMPARED, layouts
from ops.printing import Printer

PROJECT = Path(__file__).parents[1]
ROUNDS = 5
_SHOWN = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--architecture",
        choices=ARCHITECTURES,
        default=architecture_here() or ARCHITECTURES[0],
        help="processor architecture of the functions (default: this machine's)",
    )
    parser.add_argument(
        "--rounds",
        type=options.positive_integer,
        default=ROUNDS,
        metavar="N",
        help="number of measured cold starts per function (default: %(default)s)",
    )
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="ZIP",
        help="another package, such as an earlier version's, whose cold starts are measured in turn",
    )


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Build the package and print the measurements.

    Raises KernelNotBuilt, PackageIncomplete, PackageMismatch, BuildInProgress.
    """
    with build_lock(PROJECT):
        package = build(PROJECT, arguments.architecture)
    _report_size(package, printer)
    if not package.runs_here:
        printer.print(
            f"\nCold starts were not measured: this machine can't run a package for {package.architecture}."
        )
        return ExitCode.OK
    with tempfile.TemporaryDirectory() as folder:
        laid_out = layouts(package.zip, Path(folder), arguments.compare)
        _report_cold_starts(measure_cold_starts(laid_out, arguments.rounds), printer)
        for function in COLD_STARTS:
            _report_imports(function, import_times(laid_out[0], function), printer)
    return ExitCode.OK


def _report_size(package: Package, printer: Printer) -> None:
    parts = sizes(package.zip)
    printer.print(f"{package.zip}\n\n{'':28}{'zipped':>12}{'unzipped':>12}")
    for part in parts:
        printer.print(f"{part.name:28}{decimal(part.zipped):>12}{decimal(part.unzipped):>12}")
    unzipped = sum(part.unzipped for part in parts)
    printer.print(f"{'total':28}{decimal(package.zip.stat().st_size):>12}{decimal(unzipped):>12}")


def _report_cold_starts(measured: list[ColdStart], printer: Printer) -> None:
    names = list(measured[0].by_layout)
    printer.print(
        "\nCPU time of a cold start, in ms. `boto3`: importing boto3 and creating the function's clients."
    )
    printer.print("`own`: the rest, for the package as built.\n")
    printer.print("".join((f"{'':16}", *(f"{name:>22}" for name in (*names, "boto3", "own")))))
    for start in measured:
        numbers = (*start.by_layout.values(), start.clients, start.own)
        printer.print("".join((f"{start.function:16}", *(f"{number:22.0f}" for number in numbers))))
    for start in measured if COMPARED in names else ():
        whole, own = start.shares_of(COMPARED)
        printer.print(
            f"\n{start.function}: {whole:.2f} of the other package's time, {own:.2f} of its own part"
        )


def _report_imports(function: str, found: list[Import], printer: Printer) -> None:
    printer.print(f"\n{function}: import times in ms, by package and by module\n")
    packages = list(by_package(found).items())[:_SHOWN]
    for (name, (count, milliseconds)), module in zip(packages, found, strict=False):
        whole = f"{name} ({count})"
        printer.print(f"  {whole:28}{milliseconds:8.1f}    {module.module:36}{module.milliseconds:8.1f}")
