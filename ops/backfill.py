"""Render what is missing or out of date: after a change of presets, or for a bucket full of old images."""

import argparse
from collections.abc import Mapping

from chalicelib.bootstrap.application import Darkroom
from chalicelib.recovery.backfill import Backfill
from chalicelib.recovery.dispatch import Finding
from ops import options, reports
from ops.costing.prices import read_prices
from ops.costing.rendering import Workload
from ops.display import Display
from ops.exits import Exit
from ops.sending import carry_out
from ops.tally import from_cursor, to_cursor
from ops.target import deployment, memory_mb

# Generous for an image of 12 megapixels at one whole processor (1,769 MB), transfers included.
SECONDS = 1.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    options.add_target(parser)
    options.add_sending(parser)
    parser.add_argument("--prefix", help="only what lies below; inside UPLOAD_PREFIX, which is the default")
    parser.add_argument("--cursor", default="", help="go on where an earlier run has stopped")
    estimate = parser.add_argument_group("what the estimate of --dry-run assumes")
    estimate.add_argument("--seconds", type=options.positive, default=SECONDS, help="per image (%(default)s)")
    estimate.add_argument(
        "--memory", type=options.whole_number, help="of the function, in MB; else as configured"
    )


def run(arguments: argparse.Namespace, env: Mapping[str, str], display: Display) -> Exit:
    """Count or send. Raises ConfigurationError."""
    darkroom = deployment(arguments, env)
    prefix, after = _place(arguments, darkroom)
    backfill = Backfill(
        upload_prefix=darkroom.settings.upload_prefix,
        presets=darkroom.presets,
        sources=darkroom.sources,
        bulk_reader=darkroom.bulk_reader,
    )
    work = carry_out(backfill.steps(prefix, after), arguments, darkroom, display)
    if arguments.dry_run:
        code = reports.counted(work, display, arguments.limit)
        _estimate(work.tally.objects[Finding.DUE], arguments, darkroom, display)
        return code
    done = work.tally.last or after
    return reports.sent(work, display, go_on=f"--cursor {to_cursor(done)}" if done else "")


def _estimate(images: int, arguments: argparse.Namespace, darkroom: Darkroom, display: Display) -> None:
    workload = Workload(
        images=images,
        variants=len(darkroom.presets.default),
        seconds=arguments.seconds,
        memory_mb=arguments.memory or memory_mb(arguments.stage),
    )
    reports.estimated(workload, read_prices(), display)


def _place(arguments: argparse.Namespace, darkroom: Darkroom) -> tuple[str, str]:
    """Return the prefix and the key to go on after; leave by SystemExit where they do not fit."""
    inside = darkroom.settings.upload_prefix
    prefix, after = arguments.prefix or inside, from_cursor(arguments.cursor)
    if not prefix.startswith(inside):
        arguments.usage_error(f"--prefix must begin with {inside}, the folder that is processed")
    if after and not after.startswith(prefix):
        arguments.usage_error(f"--cursor is not from a run below {prefix}")
    return prefix, after
