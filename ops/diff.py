"""Show what a deployment would change in the CloudFormation stacks, without changing anything."""

import argparse
import time
from collections.abc import Mapping

from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage import request
from ops.stage.changes import Changes
from ops.stage.shape import Shape
from ops.stage.tools import tools


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options, the same as those of `deploy`."""
    request.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Print the changes of each stack. Raises ConfigurationError, StepFailed."""
    asked, kit = request.read(arguments), tools()
    shape = Shape(request=asked, stacks=kit.stacks, config=kit.config)
    changes = Changes(kit.clients.cloudformation, time.sleep)
    parameters = shape.parameters()
    for stack in shape.stacks_to_be():
        found = changes.preview(stack, parameters)
        printer.print(f"{stack.name}: {_summary(found)}")
        for change in found or ():
            printer.print(f"  {change}")
    for stack in shape.stacks_to_go():
        printer.print(f"{stack.name}: would be deleted")
    printer.print("Chalice can't preview changes: every deployment updates the functions and the API.")
    return ExitCode.OK


def _summary(changes: list[str] | None) -> str:
    if changes is None:
        return "would be created"
    return f"{len(changes)} change{'s' * (len(changes) != 1)}" if changes else "no changes"
