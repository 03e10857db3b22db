"""Retry the images that ended as `processing_failed`."""

import argparse
from collections.abc import Mapping

from chalicelib.recovery.redrive import Redrive
from ops import batch_reports, options
from ops.batch import run_batch
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage_settings import load_darkroom


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    options.add_function(parser)
    options.add_batch(parser)


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Send the images, or count them with --dry-run. Raises ConfigurationError."""
    darkroom = load_darkroom(arguments, env)
    batch = run_batch(Redrive(bulk_reader=darkroom.bulk_reader).steps(), arguments, darkroom, printer)
    if arguments.dry_run:
        return batch_reports.report_dry_run(batch, printer, arguments.limit)
    return batch_reports.report_run(batch, printer, cursor_option="")
