"""Delete an owner's images automatically, a number of days after they were created."""

import argparse
from collections.abc import Mapping

from chalicelib.erasure.owners import RetentionChange
from ops import options
from ops.exit_codes import ExitCode
from ops.interrupts import counted
from ops.printing import Printer
from ops.stage_settings import load_darkroom

# As for `expire_after_days` of presets: ten years.
MAX_DAYS = 3650
_OFF = "off"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("owner", metavar="OWNER", help="owner of the images")
    parser.add_argument(
        "days", metavar="DAYS", type=_days, help=f"1 to {MAX_DAYS}, or {_OFF} to keep the images forever"
    )
    options.add_stage(parser)
    parser.set_defaults(function=None)


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Set the policy, then the due dates of all images. Raises ConfigurationError, ServiceUnavailable."""
    darkroom = load_darkroom(arguments, env)
    change = RetentionChange(store=darkroom.store, policies=darkroom.retention_policies)
    counts, interrupted = counted(change.steps(arguments.owner, arguments.days))
    printer.print(f"Checked {counts.total():,} images, and changed the due dates of {counts[True]:,}.")
    if interrupted:
        printer.print("Stopped early. To continue, run the same command again. It skips what is done.")
        return ExitCode.INTERRUPTED
    if arguments.days is None:
        printer.print(f"Images of {arguments.owner} are kept forever.")
    else:
        printer.print(
            f"Images of {arguments.owner} are deleted {arguments.days:,} days after their creation."
        )
    return ExitCode.OK


def _days(text: str) -> int | None:
    return None if text == _OFF else options.integer_between(1, MAX_DAYS)(text)
