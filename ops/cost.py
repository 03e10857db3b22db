"""Estimate what Darkroom costs, and how memory and processor architecture change it."""

import argparse
from collections.abc import Mapping

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from ops import options
from ops.costing.breakdown import CostBreakdown, break_down
from ops.costing.measurements import BENCHMARK, LOAD, Measurements, read_measurements
from ops.costing.prices import Prices, read_prices
from ops.costing.usage import FULL_CORE_MB, Image, run_ms
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage_settings import memory_mb

IMAGES = 1_000_000
AVERAGE_MB = 3.0
_MEMORY_SIZES = (1024, FULL_CORE_MB, 3008)
_ARCHITECTURES = ("arm64", "x86_64")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--images",
        type=options.positive_integer,
        default=IMAGES,
        metavar="N",
        help="number of images (default: %(default)s)",
    )
    parser.add_argument(
        "--avg-mb",
        type=options.positive_number,
        default=AVERAGE_MB,
        metavar="MB",
        help="average size of an upload (default: %(default)s)",
    )
    parser.add_argument(
        "--variants",
        type=options.positive_integer,
        metavar="N",
        help="variants per image (default: the number of default presets)",
    )
    parser.add_argument(
        "--memory",
        type=options.positive_integer,
        metavar="MB",
        help="memory of the functions (default: the configured value)",
    )
    parser.add_argument(
        "--architecture",
        choices=_ARCHITECTURES,
        default="arm64",
        help="processor architecture of the functions (default: %(default)s)",
    )


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Print the estimate."""
    prices = read_prices()
    measurements = read_measurements(BENCHMARK.read_text("utf-8"), LOAD.read_text("utf-8"))
    image = Image(
        megabytes=arguments.avg_mb,
        variants=arguments.variants or len(Presets.from_json(PRESETS_FILE.read_bytes()).default),
        memory_mb=arguments.memory or memory_mb(None),
    )
    images = f"{arguments.images:,} images of {image.megabytes:g} MB (about {image.megapixels:g} MP)"
    printer.print(f"{images} with {image.variants} variant{'s' * (image.variants > 1)} each,")
    printer.print(f"processed on {arguments.architecture} with {image.memory_mb:,} MB of memory\n")
    _print_breakdown(
        break_down(arguments.images, image, measurements, prices, arguments.architecture), printer
    )
    _print_memory_sizes(arguments.images, image, measurements, prices, printer)
    _print_assumptions(image, measurements, prices, printer)
    return ExitCode.OK


def _print_breakdown(costs: CostBreakdown, printer: Printer) -> None:
    for service, usd in costs.once.items():
        printer.print(f"{service:24}{_usd(usd)}")
    printer.print(f"{'Total':24}{_usd(costs.total)}\n\nPer month, as long as the images are stored:\n")
    for service, usd in costs.monthly.items():
        printer.print(f"{service:24}{_usd(usd)}")


def _print_memory_sizes(
    images: int, image: Image, measurements: Measurements, prices: Prices, printer: Printer
) -> None:
    columns = ("ms per image", *(f"USD, {name}" for name in _ARCHITECTURES))
    printer.print(f"\n{'Lambda by memory':18}" + "".join(f"{name:>14}" for name in columns))
    for memory in _MEMORY_SIZES:
        other = Image(megabytes=image.megabytes, variants=image.variants, memory_mb=memory)
        costs = [
            break_down(images, other, measurements, prices, each).once["Lambda"] for each in _ARCHITECTURES
        ]
        numbers = (f"{run_ms(other, measurements):,.0f}", *(f"{usd:,.2f}" for usd in costs))
        printer.print(f"{memory:>9,} MB{'':6}" + "".join(f"{number:>14}" for number in numbers))


def _print_assumptions(image: Image, measurements: Measurements, prices: Prices, printer: Printer) -> None:
    printer.print(
        f"\nCPU time per image: {measurements.cpu(image.megapixels):.0f} ms on one full vCPU, from"
        f" bench/results and load/results.\nBilled time per image: {run_ms(image, measurements):.0f} ms,"
        " including assumed waits for S3 and DynamoDB. The total also includes three API requests.\nNot"
        " included: CPU time of further variants, cold starts, retries, transfer to viewers, CDN, events,"
        " alarms."
        f"\nList prices in {prices.region}, {prices.date}:"
    )
    for source in prices.sources:
        printer.print(f"  {source}")


def _usd(amount: float) -> str:
    return f"{amount:12,.2f} USD" if amount >= 1 else f"{amount:12,.4f} USD"
