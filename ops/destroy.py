"""Delete a stage from the AWS account: functions, API, roles, alarms, records and tokens."""

import argparse
import sys
from collections.abc import Mapping

from ops.cloudformation.names import Stage
from ops.deployment.removal import Removal
from ops.deployment.steps import take
from ops.deployment.tools import tools
from ops.exit_codes import ExitCode
from ops.printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("stage", metavar="STAGE", help="name of the stage, such as prod")
    parser.add_argument(
        "--delete-data", action="store_true", help="delete the images, too; they can't be restored"
    )
    parser.add_argument("--yes", action="store_true", help="don't ask for confirmation")


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Ask for confirmation, then run all steps. Raises ConfigurationError."""
    stage = Stage.named(arguments.stage)
    if not arguments.yes and not _confirm(stage, delete_data=arguments.delete_data, printer=printer):
        printer.print("Nothing was deleted.")
        return ExitCode.FAILED
    return destroy(Removal(stage=stage, delete_data=arguments.delete_data, tools=tools()), printer)


def destroy(removal: Removal, printer: Printer) -> ExitCode:
    """Delete a stage, and print what is kept."""
    kept = removal.existing_buckets()
    code = take(removal.plan(), printer)
    if code is ExitCode.OK:
        buckets = f" Kept with all objects: {', '.join(kept)}." if kept else ""
        printer.print(f"Deleted stage {removal.stage.name}.{buckets}")
    return code


def _confirm(stage: Stage, *, delete_data: bool, printer: Printer) -> bool:
    data = "all its images, records and tokens" if delete_data else "its records and tokens"
    printer.note(f"This deletes stage {stage.name} with {data}. To confirm, type the name of the stage:")
    return sys.stdin.readline().strip() == stage.name
