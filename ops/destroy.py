"""Take a stage out of the account: functions, API, roles, alarms, and its data if that is said."""

import argparse
import sys
from collections.abc import Mapping

from ops.display import Display
from ops.exits import Exit
from ops.stage.names import Stage
from ops.stage.removal import Removal
from ops.stage.steps import take
from ops.stage.tools import tools


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("stage", metavar="STAGE", help="name of the deployment, such as prod")
    parser.add_argument(
        "--delete-data", action="store_true", help="also when there are images: they are gone for good"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, _: Mapping[str, str], display: Display) -> Exit:
    """Ask, then take all steps. Raises ConfigurationError."""
    stage = Stage.named(arguments.stage)
    if not arguments.yes and not _agreed(stage, delete_data=arguments.delete_data, display=display):
        display.say("Nothing has been removed.")
        return Exit.FAILED
    removal = Removal(stage=stage, delete_data=arguments.delete_data, tools=tools())
    code = take(removal.plan(), display)
    if code is Exit.OK:
        display.say(f"Stage {stage.name} is gone. Buckets that were there before it are as they were.")
    return code


def _agreed(stage: Stage, *, delete_data: bool, display: Display) -> bool:
    images = "all its images and records" if delete_data else "its records and tokens"
    display.note(f"This removes stage {stage.name} with {images}. Type its name to go on:")
    return sys.stdin.readline().strip() == stage.name
