"""Deploy a stage to the AWS account of your credentials, or update it.

`python -m ops deploy prod` creates or updates the stacks of infra/storage.yaml and infra/access.yaml,
writes the stage to .chalice/config.json, runs `chalice deploy`, and creates or updates the stack of
infra/operations.yaml. Options that are left out keep their current values.
"""

import argparse
from collections.abc import Mapping

from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage import request
from ops.stage.deployment import Deployment
from ops.stage.steps import take
from ops.stage.tools import tools


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    request.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run all steps, then print the URL and what to try next. Raises ConfigurationError."""
    asked = request.read(arguments)
    kit = tools()
    deployment = Deployment(request=asked, tools=kit)
    code = take(deployment.plan(), printer)
    if code is ExitCode.OK:
        api = kit.chalice.api(asked.stage)
        printer.print(_NEXT_STEPS.format(url=api.url if api else "", stage=asked.stage.name))
    return code


_NEXT_STEPS = """\
Upload page and API: {url}
To see all resources: .venv/bin/python -m ops outputs {stage}

Try it:
  export DARKROOM_TOKEN=$(.venv/bin/python -m ops token create --stage {stage} --expires 30d)
  curl -sSf {url}images -H "Authorization: Bearer $DARKROOM_TOKEN" \\
    -H 'Content-Type: application/json' -d '{{"filename": "cat.jpg"}}'
  .venv/bin/darkroom --url {url} upload cat.jpg"""
