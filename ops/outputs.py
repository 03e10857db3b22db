"""Show the resources of a deployed stage: URLs, names and role ARNs."""

import argparse
from collections.abc import Mapping

from ops.cloudformation.names import Stage
from ops.cloudformation.parameters import version_of
from ops.cloudformation.stacks import Stacks
from ops.deployment.tools import tools
from ops.exit_codes import ExitCode
from ops.printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("stage", metavar="STAGE", help="name of the stage, such as prod")


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Print one line for each output: its name, a space and its value. Raises ConfigurationError."""
    return show(Stage.named(arguments.stage), tools().stacks, printer)


def show(stage: Stage, stacks: Stacks, printer: Printer) -> ExitCode:
    """Print the outputs of all stacks of a stage."""
    found: dict[str, str] = {}
    for stack in stage.stacks:
        found |= stacks.outputs(stack)
    if not found:
        printer.error(f"There is no stage {stage.name!r} in this account and region.")
        return ExitCode.FAILED
    if version := version_of(stacks.describe(stage.app)):
        printer.print(f"Version {version}")
    for name, value in found.items():
        printer.print(f"{name} {value}")
    return ExitCode.OK
