"""Erase all images of an owner, with all versions of their files."""

import argparse
import sys
from collections.abc import Iterator, Mapping

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.application import Darkroom
from chalicelib.erasure.owners import Found, OwnerErasure
from ops import options
from ops.exit_codes import ExitCode
from ops.interrupts import counted
from ops.printing import Printer
from ops.stage_settings import load_darkroom, load_variables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("owner", metavar="OWNER", help="owner of the images")
    options.add_stage(parser)
    parser.add_argument("--dry-run", action="store_true", help="count what there is, but erase nothing")
    parser.add_argument("--yes", action="store_true", help="don't ask for confirmation")
    parser.set_defaults(function=None)


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Ask for confirmation, then mark and queue all images. Raises ConfigurationError, ServiceUnavailable."""
    owner, darkroom = arguments.owner, load_darkroom(arguments, env)
    if not arguments.dry_run and not arguments.yes and not _confirm(owner, printer):
        printer.print("Nothing was erased.")
        return ExitCode.FAILED
    erasure = OwnerErasure(items=darkroom.owner_items, erase=darkroom.erase.begin)
    counts, interrupted = counted(erasure.steps(owner, dry_run=arguments.dry_run))
    _report(counts, printer, dry_run=arguments.dry_run)
    for kept in _kept(owner, darkroom, Access(load_variables(arguments, env))):
        printer.print(kept)
    if interrupted:
        printer.print("Stopped early. To continue, run the same command again. It skips what is done.")
        return ExitCode.INTERRUPTED
    return ExitCode.OK


def _confirm(owner: str, printer: Printer) -> bool:
    printer.note(
        f"This erases all images of {owner} with all versions of their files. They can't be restored."
        " To confirm, type the name of the owner:"
    )
    return sys.stdin.readline().strip() == owner


def _report(counts: Mapping[Found, int], printer: Printer, *, dry_run: bool) -> None:
    queued, deleted = ("To erase", "to delete") if dry_run else ("Queued", "deleted")
    printer.print(
        f"{queued}: {counts[Found.DUE]:,} images. In progress: {counts[Found.ERASING]:,}."
        f" Erased in the last 7 days: {counts[Found.ERASED]:,}."
        f" Counters {deleted}: {counts[Found.OTHER]:,}."
    )
    if counts[Found.DUE] and not dry_run:
        printer.print(
            "The function erase_images removes their files in the background. --dry-run shows what is left."
        )


def _kept(owner: str, darkroom: Darkroom, access: Access) -> Iterator[str]:
    """Yield a line about each thing that the operator decides about."""
    tokens = [token.id for token in access.registry.list() if token.owner == owner]
    if tokens:
        yield f"Kept: the API tokens {', '.join(tokens)}. To revoke one, run `ops token revoke ID`."
    if darkroom.settings.webhooks_table and darkroom.endpoints.get(owner) is not None:
        yield "Kept: the webhook endpoint. To remove it, run `ops webhook remove`."
    days = darkroom.retention_policies.days(owner)
    if days is not None:
        yield f"Kept: the retention of {days} days. To remove it, run `ops retention {owner} off`."
