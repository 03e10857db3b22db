"""What a backfill says about variants: gained, lost, skipped, and their cost."""

from io import StringIO

import pytest
from rich.console import Console

from chalicelib.domain.preset_changes import VariantChanges
from chalicelib.recovery.dispatch import Finding, Step
from ops import variant_reports
from ops.costing.prices import BYTES_PER_GB
from ops.counts import MAX_EXAMPLES, VariantTotals
from ops.printing import Printer

CHANGES = VariantChanges(
    gained=("large", "small"), lost=("square",), rendered=4, added=2, files=3, bytes=3000
)


@pytest.fixture
def out() -> StringIO:
    return StringIO()


@pytest.fixture
def printer(out: StringIO) -> Printer:
    return Printer(Console(file=out, width=1000), Console(file=StringIO()))


def totals(*changes: VariantChanges) -> VariantTotals:
    found = VariantTotals()
    for number, each in enumerate(changes):
        step = Step(key=f"images/{number}.jpg", source=None, finding=Finding.DUE, changes=each)
        found.add(step)
    return found


def test_gained_and_lost_variants_are_counted_by_name(out: StringIO, printer: Printer) -> None:
    other = VariantChanges(gained=("small",))
    variant_reports.report_changes(totals(CHANGES, other, VariantChanges(rendered=1)), printer)
    assert out.getvalue().splitlines() == [
        "Gained variants: large (1), small (2)",
        "Lost variants: square (1)",
        "  images/0.jpg: gains large, small; loses square",
        "  images/1.jpg: gains small",
    ]


def test_the_number_of_examples_is_bounded(out: StringIO, printer: Printer) -> None:
    variant_reports.report_changes(totals(*[CHANGES] * 1_500), printer)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2 + MAX_EXAMPLES + 1
    assert lines[-1] == "  and 1,490 more images"


def test_images_that_are_only_rendered_again_need_no_list(out: StringIO, printer: Printer) -> None:
    variant_reports.report_changes(totals(VariantChanges(rendered=2, files=2, bytes=9)), printer)
    assert out.getvalue() == ""


def test_skipped_images_are_reported_with_the_option_that_permits_the_loss(
    out: StringIO, printer: Printer
) -> None:
    variant_reports.report_skipped(totals(CHANGES, VariantChanges(lost=("banner", "square"))), printer)
    assert "Skipped 2 images" in out.getvalue()
    assert "banner (1), square (2)" in out.getvalue()
    assert "--remove banner,square" in out.getvalue()


def test_nothing_is_said_if_no_image_is_skipped(out: StringIO, printer: Printer) -> None:
    variant_reports.report_skipped(VariantTotals(), printer)
    assert out.getvalue() == ""


def test_the_cost_is_that_of_rendering_and_of_the_new_files(out: StringIO, printer: Printer) -> None:
    # Each image renders two files, one of which is new. Existing files have 1 GB.
    found = VariantTotals(images=1_000, rendered=2_000, added=1_000, files=1_000, bytes=1_000 * BYTES_PER_GB)
    variant_reports.report_cost(found, seconds=1.0, memory_mb=1769, printer=printer)
    printed = out.getvalue()
    assert "Rendering 1,000 images" in printed
    assert "Storing 1,000 new files costs about $23.00 a month, for 1.1 TB." in printed
    assert "1 s at 1,769 MB (--seconds, --memory), 2 rendered files" in printed
    assert "Assumed per new file: 1.1 GB, the average of these images." in printed
    assert "https://aws.amazon.com/lambda/pricing/" in printed


def test_no_cost_is_reported_if_there_is_nothing_to_render(out: StringIO, printer: Printer) -> None:
    variant_reports.report_cost(VariantTotals(), seconds=1.0, memory_mb=1769, printer=printer)
    assert out.getvalue() == ""


def test_a_size_is_assumed_if_no_image_has_a_variant(out: StringIO, printer: Printer) -> None:
    found = totals(*[VariantChanges(gained=("a",), rendered=1, added=1)] * 5)
    variant_reports.report_cost(found, seconds=1.0, memory_mb=1769, printer=printer)
    assert "Storing 5 new files" in out.getvalue()
    assert "50.0 kB, because these images have no variants yet" in out.getvalue()
