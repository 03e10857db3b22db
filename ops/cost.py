"""Estimate what the whole service costs, and what memory and processor change about it."""

import argparse
from collections.abc import Mapping

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from ops import options
from ops.costing.measured import BENCHMARK, LOAD, Measured, read_measured
from ops.costing.prices import Prices, read_prices
from ops.costing.service import Bill, bill
from ops.costing.usage import FULL_CORE_MB, Image, run_ms
from ops.display import Display
from ops.exits import Exit
from ops.target import memory_mb

IMAGES = 1_000_000
AVERAGE_MB = 3.0
_MEMORIES = (1024, FULL_CORE_MB, 3008)
_ARCHITECTURES = ("arm64", "x86_64")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--images", type=options.whole_number, default=IMAGES, help="how many (%(default)s)")
    parser.add_argument(
        "--avg-mb", type=options.positive, default=AVERAGE_MB, help="size of an upload (%(default)s)"
    )
    parser.add_argument("--variants", type=options.whole_number, help="per image; else the default ones")
    parser.add_argument(
        "--memory", type=options.whole_number, help="of the functions in MB; else as configured"
    )
    parser.add_argument("--architecture", choices=_ARCHITECTURES, default="arm64", help="(%(default)s)")


def run(arguments: argparse.Namespace, _: Mapping[str, str], display: Display) -> Exit:
    """Print the tables."""
    prices = read_prices()
    measured = read_measured(BENCHMARK.read_text("utf-8"), LOAD.read_text("utf-8"))
    image = Image(
        megabytes=arguments.avg_mb,
        variants=arguments.variants or len(Presets.from_json(PRESETS_FILE.read_bytes()).default),
        memory_mb=arguments.memory or memory_mb(None),
    )
    counted = f"{arguments.images:,} images of {image.megabytes:g} MB (about {image.megapixels:g} MP)"
    display.say(f"{counted}, {image.variants} variant{'s' * (image.variants > 1)} each;")
    display.say(f"functions on {arguments.architecture} with {image.memory_mb:,} MB\n")
    _say_bill(bill(arguments.images, image, measured, prices, arguments.architecture), display)
    _say_levers(arguments.images, image, measured, prices, display)
    _say_sources(image, measured, prices, display)
    return Exit.OK


def _say_bill(whole: Bill, display: Display) -> None:
    for service, usd in whole.once.items():
        display.say(f"{service:24}{_usd(usd)}")
    display.say(f"{'in all':24}{_usd(whole.total)}\n\nand every month that they are kept\n")
    for service, usd in whole.monthly.items():
        display.say(f"{service:24}{_usd(usd)}")


def _say_levers(images: int, image: Image, measured: Measured, prices: Prices, display: Display) -> None:
    columns = ("ms a run", *(f"USD, {name}" for name in _ARCHITECTURES))
    display.say(f"\n{'Lambda by memory':18}" + "".join(f"{name:>14}" for name in columns))
    for memory in _MEMORIES:
        other = Image(megabytes=image.megabytes, variants=image.variants, memory_mb=memory)
        costs = [bill(images, other, measured, prices, each).once["Lambda"] for each in _ARCHITECTURES]
        numbers = (f"{run_ms(other, measured):,.0f}", *(f"{usd:,.2f}" for usd in costs))
        display.say(f"{memory:>9,} MB{'':6}" + "".join(f"{number:>14}" for number in numbers))


def _say_sources(image: Image, measured: Measured, prices: Prices, display: Display) -> None:
    display.say(
        f"\nCPU per image: {measured.cpu(image.megapixels):.0f} ms at a whole processor, from"
        f" bench/results and load/results.\nBilled for its run: {run_ms(image, measured):.0f} ms, with the"
        " waiting for S3 and DynamoDB, which is assumed; and three requests to the API.\nNot included: CPU of"
        f" more variants than one, cold starts, retries, transfer to viewers, CDN, events, alarms."
        f"\nList prices of {prices.region}, {prices.date}, from"
    )
    for source in prices.sources:
        display.say(f"  {source}")


def _usd(amount: float) -> str:
    return f"{amount:12,.2f} USD" if amount >= 1 else f"{amount:12,.4f} USD"
