"""Render images whose variants are missing or out of date.

Run it after you have changed the presets, or for images that were in the bucket before Darkroom.
"""

import argparse
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import quote, unquote

from chalicelib.bootstrap.application import Darkroom
from chalicelib.bootstrap.clock import now
from chalicelib.domain.preset_changes import PresetChange
from chalicelib.domain.presets import Presets
from chalicelib.recovery.backfill import Backfill
from chalicelib.recovery.dispatch import Finding
from ops import batch_reports, options, variant_reports
from ops.batch import run_batch
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
    _add_presets(parser)
    _add_assumptions(parser)


def _add_presets(parser: argparse.ArgumentParser) -> None:
    presets = parser.add_argument_group("presets of images that are ready (comma-separated names)")
    presets.add_argument(
        "--add", type=_names, default=frozenset(), metavar="NAMES", help="render these presets, too"
    )
    presets.add_argument(
        "--remove", type=_names, default=frozenset(), metavar="NAMES", help="take these variants away"
    )
    presets.add_argument(
        "--variants",
        type=_names,
        default=frozenset(),
        metavar="NAMES",
        help="render exactly these presets, and take all other variants away",
    )


def _add_assumptions(parser: argparse.ArgumentParser) -> None:
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
    change = _change(arguments, darkroom.presets)
    batch = run_batch(_backfill(darkroom, change).steps(prefix, after), arguments, darkroom, printer)
    variants = batch.counts.variants
    if arguments.dry_run:
        code = batch_reports.report_dry_run(batch, printer, arguments.limit)
        variant_reports.report_changes(variants[Finding.DUE], printer)
        memory = arguments.memory or memory_mb(arguments.stage)
        variant_reports.report_cost(variants[Finding.DUE], arguments.seconds, memory, printer)
    else:
        last = batch.counts.last or after
        cursor = f"--cursor {encode_cursor(last)}" if last else ""
        code = batch_reports.report_run(batch, printer, cursor_option=cursor)
    variant_reports.report_skipped(variants[Finding.LOSING], printer)
    return code


def _backfill(darkroom: Darkroom, change: PresetChange) -> Backfill:
    return Backfill(
        upload_prefix=darkroom.settings.upload_prefix,
        records=darkroom.records,
        presets=darkroom.presets,
        sources=darkroom.sources,
        bulk_reader=darkroom.bulk_reader,
        stuck_after=timedelta(seconds=darkroom.settings.stuck_after),
        clock=now,
        change=change,
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


def _change(arguments: argparse.Namespace, presets: Presets) -> PresetChange:
    """Return the change to the images' presets. Raises SystemExit if the options are invalid."""
    change = PresetChange(add=arguments.add, remove=arguments.remove, only=arguments.variants)
    if change.only and (change.add or change.remove):
        arguments.usage_error("--variants cannot be combined with --add or --remove")
    if both := sorted(change.add & change.remove):
        arguments.usage_error(f"--add and --remove have the same preset {', '.join(map(repr, both))}")
    known = {spec.name for spec in presets.presets}
    for option, names in (("--add", change.add), ("--variants", change.only)):
        if unknown := sorted(names - known):
            arguments.usage_error(f"{option}: there is no preset {', '.join(map(repr, unknown))}")
    if change.leaves_nothing(presets):
        arguments.usage_error("--remove would leave images without any preset; add one with --add")
    return change


def _range(arguments: argparse.Namespace, darkroom: Darkroom) -> tuple[str, str]:
    """Return the prefix, and the key to start after. Raises SystemExit if an option is invalid."""
    upload_prefix = darkroom.settings.upload_prefix
    prefix, after = arguments.prefix or upload_prefix, decode_cursor(arguments.cursor)
    if not prefix.startswith(upload_prefix):
        arguments.usage_error(f"--prefix must start with {upload_prefix}, the value of UPLOAD_PREFIX")
    if after and not after.startswith(prefix):
        arguments.usage_error(f"--cursor is not from a run with the prefix {prefix}")
    return prefix, after


def encode_cursor(key: str) -> str:
    """Encode a key so that it can be pasted into any shell: object keys may contain any character."""
    return quote(key)


def decode_cursor(cursor: str) -> str:
    """Return the key that a cursor was made from."""
    return unquote(cursor)
