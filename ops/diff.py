"""Show what a deployment would change in the stacks, without changing it."""

import argparse
import time
from collections.abc import Mapping

from ops.display import Display
from ops.exits import Exit
from ops.stage import request
from ops.stage.changes import Changes
from ops.stage.shape import Shape
from ops.stage.tools import tools


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    request.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], display: Display) -> Exit:
    """Print the change set of each stack. Raises ConfigurationError, StepFailed."""
    asked, kit = request.read(arguments), tools()
    shape = Shape(request=asked, stacks=kit.stacks, config=kit.config)
    changes = Changes(kit.clients.cloudformation, time.sleep)
    parameters = shape.parameters()
    for stack in shape.stacks_to_be():
        found = changes.preview(stack, parameters)
        display.say(f"{stack.name}: {_summary(found)}")
        for change in found or ():
            display.say(f"  {change}")
    for stack in shape.stacks_to_go():
        display.say(f"{stack.name}: would be removed")
    display.say("Functions and API are deployed anew each time: Chalice cannot say what would change.")
    return Exit.OK


def _summary(changes: list[str] | None) -> str:
    if changes is None:
        return "would be new"
    return f"{len(changes)} changes" if changes else "no change"
