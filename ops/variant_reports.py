"""What a backfill prints about variants: what images gain and lose, and what that costs."""

from collections import Counter

from rich.filesize import decimal

from chalicelib.recovery.dispatch import Step
from ops.costing.prices import BYTES_PER_GB, PRICES, USD, dated, pages
from ops.costing.rendering_cost import BILLED, Workload, estimate
from ops.counts import VariantTotals
from ops.printing import Printer

# Bytes of a new variant, if no image has a variant to compare with.
ASSUMED_BYTES = 50_000


def report_changes(totals: VariantTotals, printer: Printer) -> None:
    """Print how many images gain and lose which variants, and examples."""
    if totals.gained:
        printer.print(f"Gained variants: {_counted(totals.gained)}")
    if totals.lost:
        printer.print(f"Lost variants: {_counted(totals.lost)}")
    for step in totals.examples:
        printer.print(f"  {step.key}: {_described(step)}")
    if totals.changed > len(totals.examples):
        printer.print(f"  and {totals.changed - len(totals.examples):,} more images")


def report_skipped(totals: VariantTotals, printer: Printer) -> None:
    """Print which variants the skipped images would lose, and the option that permits it."""
    if totals.images:
        printer.print(
            f"Skipped {totals.images:,} images, because their presets no longer include variants that they"
            f" have: {_counted(totals.lost)}.\nTo remove these variants, add --remove"
            f" {','.join(sorted(totals.lost))}. To keep them, restore their presets."
        )


def report_cost(totals: VariantTotals, seconds: float, memory_mb: int, printer: Printer) -> None:
    """Print what rendering and the new variants would cost, and the assumptions. Nothing without images."""
    if totals.images:
        _print_cost(totals, seconds, memory_mb, printer)


def _print_cost(totals: VariantTotals, seconds: float, memory_mb: int, printer: Printer) -> None:
    work = Workload(
        images=totals.images,
        variants=totals.rendered / totals.images,
        edited=totals.edited,
        seconds=seconds,
        memory_mb=memory_mb,
    )
    each = totals.bytes / totals.files if totals.files else ASSUMED_BYTES
    basis = "the average of these images" if totals.files else "because these images have no variants yet"
    added = totals.added * each
    monthly = added / BYTES_PER_GB * USD["s3_gb_month"]
    prices = [PRICES[name] for name in (*BILLED, "s3_gb_month")]
    printer.print(
        f"{_rendering(work)}\n"
        f"Storing {totals.added:,} new files costs about {_usd(monthly)} a month,"
        f" for {decimal(round(added))}.\n"
        f"Assumed per image: {seconds:g} s at {memory_mb:,} MB (--seconds, --memory), {work.variants:.3g}"
        f" rendered files, no retries. Assumed per new file: {decimal(round(each))},"
        f" {basis}.\n{dated(prices)}:\n{pages(prices)}"
    )


def _rendering(work: Workload) -> str:
    cost = estimate(USD, work)
    return (
        f"Rendering {work.images:,} images costs about {_usd(cost.total)}: Lambda {_usd(cost.compute)},"
        f" S3 {_usd(cost.storage_requests)}, DynamoDB {_usd(cost.database)}."
    )


def _counted(names: Counter[str]) -> str:
    return ", ".join(f"{name} ({number:,})" for name, number in sorted(names.items()))


def _described(step: Step) -> str:
    parts = (("gains", step.changes.gained), ("loses", step.changes.lost))
    return "; ".join(f"{verb} {', '.join(names)}" for verb, names in parts if names)


def _usd(amount: float) -> str:
    return f"${amount:,.2f}" if amount >= 1 else f"${amount:.4f}"
