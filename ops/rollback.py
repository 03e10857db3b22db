"""Return a stage to the previous version of its code, templates and presets. Settings stay as they are.

Running the command again returns to the version from before.
"""

import argparse
from collections.abc import Mapping

from ops.cloudformation.names import Stage
from ops.deployment.rollback import Rollback
from ops.deployment.steps import take
from ops.deployment.tools import tools
from ops.exit_codes import ExitCode
from ops.printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("stage", metavar="STAGE", help="name of the stage, such as prod")


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run all steps. Raises ConfigurationError."""
    return take(Rollback(stage=Stage.named(arguments.stage), tools=tools()).plan(), printer)
