"""Render images whose variants are missing or out of date.

Run it after you have changed the presets, or for images that were in the bucket before Darkroom.
"""

import argparse
from collections.abc import Mapping
from datetime import timedelta

from chalicelib.bootstrap.application import Darkroom
from chalicelib.bootstrap.clock import now
from chalicelib.recovery.backfill import Backfill
from chalicelib.recovery.dispatch import Finding
from ops import batch_reports, options
from ops.batch import run_batch
from ops.costing.rendering_cost import Workload
from ops.cursors import decode_cursor, encode_cursor
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage_settings import load_darkroom, memory_mb

# A generous estimate for a 12-megapixel image on one full vCPU (1,769 MB), including transfers.
SECONDS = 1.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    options.add_function(parser)
    options.add_batch(parser)
    parser.add_argument(
        "--prefix", help="process only keys with this prefix, inside UPLOAD_PREFIX (default: UPLOAD_PREFIX)"
    )
    parser.add_argument("--cursor", default="", help="continue where an earlier run stopped")
    estimate = parser.add_argument_group("assumptions of the --dry-run cost estimate")
    estimate.add_argument(
        "--seconds",
        type=options.positive_number,
        default=SECONDS,
        metavar="N",
        help="duration per image (default: %(default)s)",
    )
    estimate.add_argument(
        "--memory",
        type=options.positive_integer,
        metavar="MB",
        help="memory of the function (default: the configured value)",
    )


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Send the images, or count them with --dry-run. Raises ConfigurationError."""
    darkroom = load_darkroom(arguments, env)
    prefix, after = _range(arguments, darkroom)
    backfill = Backfill(
        upload_prefix=darkroom.settings.upload_prefix,
        records=darkroom.records,
        presets=darkroom.presets,
        sources=darkroom.sources,
        bulk_reader=darkroom.bulk_reader,
        stuck_after=timedelta(seconds=darkroom.settings.stuck_after),
        clock=now,
    )
    batch = run_batch(backfill.steps(prefix, after), arguments, darkroom, printer)
    if arguments.dry_run:
        code = batch_reports.report_dry_run(batch, printer, arguments.limit)
        _report_estimate(batch.counts.objects[Finding.DUE], arguments, darkroom, printer)
        return code
    last = batch.counts.last or after
    return batch_reports.report_run(
        batch, printer, cursor_option=f"--cursor {encode_cursor(last)}" if last else ""
    )


def _report_estimate(
    images: int, arguments: argparse.Namespace, darkroom: Darkroom, printer: Printer
) -> None:
    workload = Workload(
        images=images,
        variants=len(darkroom.presets.default),
        seconds=arguments.seconds,
        memory_mb=arguments.memory or memory_mb(arguments.stage),
    )
    batch_reports.report_estimate(workload, printer)


def _range(arguments: argparse.Namespace, darkroom: Darkroom) -> tuple[str, str]:
    """Return the prefix, and the key to start after. Raises SystemExit if an option is invalid."""
    upload_prefix = darkroom.settings.upload_prefix
    prefix, after = arguments.prefix or upload_prefix, decode_cursor(arguments.cursor)
    if not prefix.startswith(upload_prefix):
        arguments.usage_error(f"--prefix must start with {upload_prefix}, the value of UPLOAD_PREFIX")
    if after and not after.startswith(prefix):
        arguments.usage_error(f"--cursor is not from a run with the prefix {prefix}")
    return prefix, after
