"""Revoke all status URLs."""

import argparse
from collections.abc import Mapping

from chalicelib.bootstrap.tables import Tables
from ops import options
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage_settings import load_variables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's action and its options."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    rotate = actions.add_parser(
        "rotate", help="replace the secret that signs status URLs, which revokes all of them within a minute"
    )
    options.add_stage(rotate)
    rotate.set_defaults(action=_rotate)


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run the action. Raises ConfigurationError, ServiceUnavailable."""
    arguments.action(Tables(load_variables(arguments, env)), printer)
    return ExitCode.OK


def _rotate(tables: Tables, printer: Printer) -> None:
    tables.status_secret.replace()
    printer.print(
        "Replaced the secret of status URLs. Those that exist now are refused within a minute, and so are"
        " those that the API signs during this minute."
    )
