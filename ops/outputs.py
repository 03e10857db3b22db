"""Show what a deployed stage consists of: addresses, names, roles."""

import argparse
from collections.abc import Mapping

from ops.display import Display
from ops.exits import Exit
from ops.stage.names import Stage
from ops.stage.tools import tools


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("stage", metavar="STAGE", help="name of the deployment, such as prod")


def run(arguments: argparse.Namespace, _: Mapping[str, str], display: Display) -> Exit:
    """Print a line for each output, its name and a blank first. Raises ConfigurationError."""
    stage, kit = Stage.named(arguments.stage), tools()
    api = kit.chalice.api(stage)
    found = {"Api": api.url} if api else {}
    for stack in stage.stacks:
        found |= kit.stacks.outputs(stack)
    if not found:
        display.complain(f"There is no stage {stage.name} in this account and region.")
        return Exit.FAILED
    for name, value in found.items():
        display.say(f"{name} {value}")
    return Exit.OK
