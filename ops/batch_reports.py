"""What backfill and redrive print at the end: the result, and how to continue."""

from collections.abc import Mapping
from types import MappingProxyType

from rich.filesize import decimal

from chalicelib.recovery.dispatch import Finding
from ops.aws_errors import explain
from ops.batch import Batch, End
from ops.counts import Counts
from ops.exit_codes import ExitCode
from ops.printing import Printer

_LABELS: Mapping[Finding, str] = MappingProxyType(
    {
        Finding.SETTLED: "up to date",
        Finding.UNDER_WAY: "in progress",
        Finding.LOSING: "skipped",
        Finding.DUE: "to send",
        Finding.SENT: "sent",
    }
)
_SENT = (
    "Lambda renders them in the background. To see what is left, run the command with --dry-run later.\n"
    "To list the images that failed, and why, use GET /images?status=failed."
)


def report_run(batch: Batch, printer: Printer, cursor_option: str) -> ExitCode:
    """Report a run that sent images. `cursor_option` is what the next run needs to continue, or empty."""
    printer.print(_summary(batch.counts))
    code = _exit_code(batch)
    if code is ExitCode.OK:
        printer.print(_SENT if batch.counts.objects[Finding.SENT] else "There is nothing to send.")
        return code
    _print_error(batch, printer)
    reason = (
        "The limit is reached and there is more to send." if code is ExitCode.MORE_LEFT else "Stopped early."
    )
    printer.print(f"{reason} To continue, run the same command {'with' if cursor_option else 'again.'}")
    if cursor_option:
        printer.print(f"  {cursor_option}")
    return code


def report_dry_run(batch: Batch, printer: Printer, limit: int) -> ExitCode:
    """Report a run that only counted images."""
    printer.print(_summary(batch.counts))
    _print_error(batch, printer)
    if batch.end is not End.DONE:
        printer.print("Stopped early, so there may be more.")
        return _exit_code(batch)
    printer.print(f"Nothing was sent. Without --dry-run, a run sends at most {limit:,} images (--limit).")
    return ExitCode.OK


def _summary(counts: Counts) -> str:
    found = [
        f"{counts.objects[finding]:,} {label} ({decimal(counts.bytes[finding])})"
        for finding, label in _LABELS.items()
        if counts.objects[finding]
    ]
    return f"Checked {counts.objects.total():,} images{': ' if found else '.'}{', '.join(found)}"


def _print_error(batch: Batch, printer: Printer) -> None:
    if batch.error is not None:
        printer.error(explain(batch.error))


def _exit_code(batch: Batch) -> ExitCode:
    if batch.end is End.FAILED:
        return ExitCode.FAILED
    if batch.end is End.INTERRUPTED:
        return ExitCode.INTERRUPTED
    return ExitCode.MORE_LEFT if batch.counts.objects[Finding.DUE] else ExitCode.OK
