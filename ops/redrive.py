"""Send again what ended as `processing_failed`, once the cause is mended."""

import argparse
from collections.abc import Mapping

from chalicelib.recovery.redrive import Redrive
from ops import options, reports
from ops.display import Display
from ops.exits import Exit
from ops.sending import carry_out
from ops.target import deployment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    options.add_target(parser)
    options.add_sending(parser)


def run(arguments: argparse.Namespace, env: Mapping[str, str], display: Display) -> Exit:
    """Count or send. Raises ConfigurationError."""
    darkroom = deployment(arguments, env)
    work = carry_out(Redrive(bulk_reader=darkroom.bulk_reader).steps(), arguments, darkroom, display)
    if arguments.dry_run:
        return reports.counted(work, display, arguments.limit)
    return reports.sent(work, display, go_on="")
