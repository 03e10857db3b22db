"""Deploy a stage to the AWS account of your credentials, or update it.

`python -m ops deploy prod` builds the Lambda package, uploads it with the templates, and creates or updates
CloudFormation stacks. Options that are left out keep their current values, which the stacks store.
"""

import argparse
from collections.abc import Mapping

from ops.deployment import arguments as options
from ops.deployment import request, site_origin
from ops.deployment.actions import Actions
from ops.deployment.plan import plan
from ops.deployment.request import Request
from ops.deployment.site_origin import OriginUndecided
from ops.deployment.steps import take
from ops.deployment.tools import Tools, tools
from ops.exit_codes import ExitCode
from ops.packaging.build import build_lock
from ops.printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    options.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run all steps, then print the URL and what to try next. Raises ConfigurationError, BuildInProgress.

    A new stage needs a decision about its origin first, which is asked for on a terminal.
    """
    asked, kit = request.read(arguments), tools()
    if not (arguments.origin or arguments.no_origin or kit.stacks.parameters(asked.stage.app)):
        try:
            asked = site_origin.decided(asked, site_origin.terminal(), printer)
        except OriginUndecided as error:
            printer.error(str(error))
            return ExitCode.USAGE
    with build_lock(kit.project):
        return deploy(asked, kit, printer)


def deploy(asked: Request, kit: Tools, printer: Printer) -> ExitCode:
    """Deploy a stage with these tools."""
    code = take(plan(Actions(request=asked, tools=kit)), printer)
    if code is ExitCode.OK:
        url = kit.stacks.outputs(asked.stage.app)["EndpointURL"]
        printer.print(_NEXT_STEPS.format(url=url, stage=asked.stage.name))
    return code


_NEXT_STEPS = """\
Upload page and API: {url}
To see all resources: .venv/bin/python -m ops outputs {stage}

Try it:
  export DARKROOM_TOKEN=$(.venv/bin/python -m ops token create --stage {stage} --expires 30d)
  curl -sSf {url}images -H "Authorization: Bearer $DARKROOM_TOKEN" \\
    -H 'Content-Type: application/json' -d '{{"filename": "cat.jpg"}}'
  .venv/bin/darkroom --url {url} upload cat.jpg"""
