"""Show what a deployment would change: settings first, then resources. Nothing is changed."""

import argparse
from collections.abc import Mapping

from ops.deployment import arguments as options
from ops.deployment import request
from ops.deployment.preview import StagePreview, preview
from ops.deployment.tools import tools
from ops.exit_codes import ExitCode
from ops.packaging.build import build_lock
from ops.printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options, the same as those of `deploy`."""
    options.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Print the changes. Raises ConfigurationError, BuildInProgress, StackFailed, StepFailed."""
    asked, kit = request.read(arguments), tools()
    with build_lock(kit.project), printer.status("Comparing") as report:
        found = preview(asked, kit, report)
    show(found, printer)
    return ExitCode.OK


def show(found: StagePreview, printer: Printer) -> None:
    """Print the changes: parameters, then resources by stack, then stacks that would be deleted."""
    for name, (before, after) in found.parameters.items():
        printer.print(f"{name}: {before or '(none)'} → {after or '(none)'}")
    for stack, resources in found.stacks.items():
        printer.print(f"{stack}: {_summary(resources)}")
        for line in resources or ():
            printer.print(f"  {line}")
    for stack in found.deleted:
        printer.print(f"{stack}: would be deleted")


def _summary(resources: list[str] | None) -> str:
    if resources is None:
        return "would be created"
    return f"{len(resources)} change{'s' * (len(resources) != 1)}" if resources else "no changes"
