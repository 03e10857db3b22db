"""The reports of backfill and redrive, their progress output and their exit codes."""

from io import StringIO
from typing import Any

import pytest
from msgspec.structs import replace
from rich.console import Console

from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source
from chalicelib.recovery.dispatch import Finding, Step
from ops import batch_reports
from ops.batch import Batch, End
from ops.costing.prices import USD
from ops.costing.rendering_cost import Estimate, Workload, estimate
from ops.exit_codes import ExitCode
from ops.printing import Printer


class Screen:
    """Captures standard output and standard error, without a terminal."""

    def __init__(self) -> None:
        self.out, self.err = StringIO(), StringIO()
        self.printer = Printer(Console(file=self.out), Console(file=self.err))

    def output(self) -> str:
        return self.out.getvalue()

    def errors(self) -> str:
        return self.err.getvalue()


@pytest.fixture
def screen() -> Screen:
    return Screen()


def a_batch(end: End = End.DONE, *, error: ServiceUnavailable | None = None, **findings: int) -> Batch:
    batch = Batch(end=end, error=error)
    for finding, number in findings.items():
        for n in range(number):
            batch.counts.add(
                Step(key=f"images/{n}", source=Source(etag="e", size=1000), finding=Finding[finding])
            )
    return batch


def test_a_complete_run_says_how_to_check_the_result(screen: Screen) -> None:
    assert (
        batch_reports.report_run(a_batch(SENT=1200, SETTLED=3), screen.printer, "--cursor x") is ExitCode.OK
    )
    assert "Checked 1,203 images: 3 up to date (3.0 kB), 1,200 sent (1.2 MB)" in screen.output()
    assert "GET /images?status=failed" in screen.output()
    assert "--cursor" not in screen.output()


def test_a_run_without_anything_to_send_says_so(screen: Screen) -> None:
    assert batch_reports.report_run(a_batch(SETTLED=3), screen.printer, "") is ExitCode.OK
    assert "There is nothing to send." in screen.output()


def test_a_run_that_reached_its_limit_says_how_to_continue(screen: Screen) -> None:
    assert (
        batch_reports.report_run(a_batch(SENT=2, DUE=1), screen.printer, "--cursor images/1")
        is ExitCode.MORE_LEFT
    )
    assert screen.output().endswith("run the same command with\n  --cursor images/1\n")


def test_an_interrupted_run_says_how_to_continue(screen: Screen) -> None:
    assert (
        batch_reports.report_run(a_batch(End.INTERRUPTED, SENT=2), screen.printer, "") is ExitCode.INTERRUPTED
    )
    assert screen.output().endswith("run the same command again.\n")


def test_a_failed_run_says_why_and_how_to_continue(screen: Screen) -> None:
    batch = a_batch(End.FAILED, error=ServiceUnavailable("throttled"), SENT=2)
    assert batch_reports.report_run(batch, screen.printer, "--cursor images/1") is ExitCode.FAILED
    assert "throttled" in screen.errors()
    assert "--cursor images/1" in screen.output()


def test_images_that_would_lose_variants_are_skipped(screen: Screen) -> None:
    assert batch_reports.report_run(a_batch(SENT=1, LOSING=2), screen.printer, "") is ExitCode.OK
    assert "Checked 3 images: 2 skipped (2.0 kB), 1 sent (1.0 kB)" in screen.output()


def test_a_dry_run_says_that_nothing_was_sent(screen: Screen) -> None:
    assert batch_reports.report_dry_run(a_batch(DUE=12), screen.printer, 1000) is ExitCode.OK
    assert "12 to send (12.0 kB)" in screen.output()
    assert "Nothing was sent" in screen.output()
    assert "1,000 images (--limit)" in screen.output()


@pytest.mark.parametrize(
    ("end", "code"), [(End.FAILED, ExitCode.FAILED), (End.INTERRUPTED, ExitCode.INTERRUPTED)]
)
def test_a_dry_run_that_stopped_early_says_so(screen: Screen, end: End, code: ExitCode) -> None:
    assert batch_reports.report_dry_run(a_batch(end, DUE=1), screen.printer, 1000) is code
    assert "there may be more" in screen.output()


def estimated(**changes: Any) -> Estimate:
    work = Workload(images=1_000_000, variants=1, seconds=1.0, memory_mb=1024)
    return estimate(USD, replace(work, **changes))


def test_an_estimate_is_the_sum_of_its_services() -> None:
    million = estimated()
    assert million.compute == pytest.approx(16.6667 + 0.20)
    assert million.storage_requests == pytest.approx(0.40 + 20)
    assert million.database == pytest.approx(0.625 + 11.375)
    assert million.total == pytest.approx(16.8667 + 20.40 + 12.0)


@pytest.mark.parametrize(
    ("change", "grows"),
    [
        ({"seconds": 2.0}, "compute"),
        ({"memory_mb": 2048}, "compute"),
        ({"variants": 2}, "storage_requests"),
        ({"edited": 1}, "database"),
    ],
)
def test_an_estimate_grows_with_its_assumptions(change: dict[str, Any], grows: str) -> None:
    assert getattr(estimated(**change), grows) > getattr(estimated(), grows)


def test_progress_is_a_line_every_ten_seconds_without_a_terminal() -> None:
    now, screen = 0.0, Screen()
    printer = Printer(Console(file=screen.out), Console(file=screen.err), clock=lambda: now)
    with printer.progress(10) as show:
        for now in (1.0, 10.0, 11.0, 19.0, 21.0):
            show(a_batch(SENT=int(now)).counts)
    assert screen.output() == ""
    assert screen.errors().splitlines() == ["10 checked, 10 sent", "21 checked, 21 sent"]


def test_progress_is_a_bar_on_a_terminal() -> None:
    err = StringIO()
    printer = Printer(Console(file=StringIO()), Console(file=err, force_terminal=True, width=100))
    with printer.progress(10) as show:
        show(a_batch(SENT=2, SETTLED=1).counts)
    assert "3 checked, 2 sent" in err.getvalue()
