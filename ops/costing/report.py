"""What `ops cost` prints."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.config.settings import DEFAULTS
from ops.costing.delivery import FULL_PER_DAY, from_cloudfront, from_s3
from ops.costing.ending import ending
from ops.costing.erasure import erasure
from ops.costing.idle import idle
from ops.costing.prices import BYTES_PER_GB, PRICES, USD, dated, pages
from ops.costing.rendering_cost import replacement
from ops.costing.statement import Statement, cost, state
from ops.costing.usage import FULL_CORE_MB, REQUESTS, Deployment, Image, per_image, protection, run_ms, stored
from ops.printing import Printer

ARCHITECTURES = ("arm64", "x86_64")
_MEMORY_SIZES = (1024, FULL_CORE_MB, 3008)
# The metrics of chalicelib/telemetry, by name and dimensions. CloudWatch bills each for the hours with data.
METRICS = 20
_LABEL = 28


class Estimate(Struct, frozen=True, kw_only=True):
    """What to estimate. `source` says where the CPU time of the engine comes from."""

    images: int
    image: Image
    names: tuple[str, ...]
    source: str
    views: int
    deployment: Deployment
    call_ms: float


def print_estimate(estimate: Estimate, printer: Printer) -> None:
    """Print all parts of the estimate, except for its assumptions."""
    image, deployment = estimate.image, estimate.deployment
    printer.print(_title(estimate))
    used = per_image(image, deployment, estimate.call_ms)
    processing = state(used, USD, estimate.images)
    _print_statement("Processing", processing, printer)
    protecting = estimate.images * cost(protection(deployment, estimate.call_ms), USD)
    _print_row("of which quotas, fair share", [(protecting, processing.decimals)], printer)
    _print_statement("Storage, per month", state(stored(image), USD, estimate.images), printer)
    _print_statement("Idle deployment, per month", state(idle(deployment, estimate.call_ms), USD), printer)
    _print_delivery(estimate, printer)
    _print_replacement(estimate, printer)
    _print_removals(estimate, printer)
    _print_memory_sizes(estimate, printer)


def _title(estimate: Estimate) -> str:
    image, names, deployment = estimate.image, estimate.names, estimate.deployment
    return (
        f"{estimate.images:,} images of {image.bytes / 1e6:.3g} MB and {image.megapixels:.3g} megapixels,"
        f" with {len(names)} variant{'s' * (len(names) > 1)}: {', '.join(names)}.\n"
        f"Functions on {deployment.architecture} with {deployment.memory_mb:,} MB of memory."
    )


def _print_statement(title: str, statement: Statement, printer: Printer) -> None:
    printer.print(f"\n{title}")
    for item, usd in (*statement.items.items(), ("Total", statement.total)):
        printer.print(f"  {item:{_LABEL}}{usd:16,.{statement.decimals}f} USD")


def _print_delivery(estimate: Estimate, printer: Printer) -> None:
    image, views = estimate.image, estimate.views
    ways = {"from S3": from_s3(image, views), "through CloudFront": from_cloudfront(image, views)}
    statements = [state(used, USD, estimate.images) for used in ways.values()]
    requests = estimate.images * views * image.variants
    gigabytes = estimate.images * views * image.rendering.bytes / BYTES_PER_GB
    printer.print(
        f"\nDelivery, each variant viewed {views:,} time{'s' * (views > 1)}:"
        f" {requests:,} requests, {gigabytes:,.1f} GB"
    )
    printer.print(f"  {'':{_LABEL}}" + "".join(f"{way:>20}" for way in ways))
    for item in statements[0].items:
        _print_row(item, [(each.items[item], each.decimals) for each in statements], printer)
    _print_row("Total", [(each.total, each.decimals) for each in statements], printer)
    printer.print(
        f"  Deleting an image from CloudFront costs {USD['invalidation']:.3f} USD: at most"
        f" {DEFAULTS.invalidations_per_day * USD['invalidation']:.2f} USD a day for each owner,\n"
        f"  and {FULL_PER_DAY * USD['invalidation']:.2f} USD a day for all images beyond that."
    )


def _print_replacement(estimate: Estimate, printer: Printer) -> None:
    usd = estimate.images * cost(replacement(estimate.image.variants), USD)
    printer.print(
        f"\nReplacing the variants of all images costs {usd:.2f} USD more than processing them, and"
        f" {DEFAULTS.grace_days} days of storage."
    )


def _print_removals(estimate: Estimate, printer: Printer) -> None:
    used = (estimate.image, estimate.deployment, estimate.call_ms)
    erased, ended = (estimate.images * cost(each(*used), USD) for each in (erasure, ending))
    printer.print(f"Erasing all images, with a request for each, costs {erased:.2f} USD.")
    printer.print(f"Deleting all images after the days of a retention policy costs {ended:.2f} USD.")


def _print_row(item: str, costs: Sequence[tuple[float, int]], printer: Printer) -> None:
    printer.print(f"  {item:{_LABEL}}" + "".join(f"{usd:16,.{decimals}f} USD" for usd, decimals in costs))


def _print_memory_sizes(estimate: Estimate, printer: Printer) -> None:
    columns = ("ms per image", *(f"USD, {name}" for name in ARCHITECTURES))
    printer.print(f"\n{'Lambda by memory':18}" + "".join(f"{name:>14}" for name in columns))
    for memory in _MEMORY_SIZES:
        sized = replace(estimate.deployment, memory_mb=memory)
        costs = [
            estimate.images * _lambda_usd(estimate, replace(sized, architecture=each))
            for each in ARCHITECTURES
        ]
        milliseconds = run_ms(estimate.image, sized, estimate.call_ms)
        numbers = (f"{milliseconds:,.0f}", *(f"{usd:,.2f}" for usd in costs))
        printer.print(f"{memory:>9,} MB{'':6}" + "".join(f"{number:>14}" for number in numbers))


def _lambda_usd(estimate: Estimate, deployment: Deployment) -> float:
    return cost(per_image(estimate.image, deployment, estimate.call_ms)["Lambda"], USD)


def print_assumptions(estimate: Estimate, printer: Printer) -> None:
    """Print what the estimate assumes, and where the prices come from."""
    rendering, deployment = estimate.image.rendering, estimate.deployment
    engine = rendering.workflow if deployment.workflow else rendering.direct
    billed = run_ms(estimate.image, deployment, estimate.call_ms)
    printer.print(
        f"\nCPU time of the engine per image: {engine:.0f} ms on one full vCPU, {estimate.source}.\n"
        f"Billed time per image: {billed:.0f} ms, including assumed waits for AWS. Processing also includes"
        f" {REQUESTS} API requests per image.\n"
        f"While images arrive, CloudWatch also bills {METRICS} metrics: up to"
        f" {METRICS * USD['metric_month']:.2f} USD per month.\n"
        "Not included: free tier, cold starts, retries, log storage, traces, taxes.\n"
    )
    printer.print(f"{dated(PRICES.values())}:\n{pages(PRICES.values())}")
