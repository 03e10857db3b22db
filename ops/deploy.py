"""Bring a stage into the account that the credentials belong to, or up to date there.

`python -m ops deploy prod`: infra/storage.yaml and infra/access.yaml, the stage in .chalice/config.json,
`chalice deploy`, infra/operations.yaml. What is not asked for anew stays as it was asked for before.
"""

import argparse
from collections.abc import Mapping

from ops.display import Display
from ops.exits import Exit
from ops.stage import request
from ops.stage.deployment import Deployment
from ops.stage.steps import take
from ops.stage.tools import tools


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    request.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], display: Display) -> Exit:
    """Take all steps, and say how to go on. Raises ConfigurationError."""
    asked = request.read(arguments)
    kit = tools()
    deployment = Deployment(request=asked, tools=kit)
    code = take(deployment.plan(), display)
    if code is Exit.OK:
        api = kit.chalice.api(asked.stage)
        display.say(_GO_ON.format(url=api.url if api else "", stage=asked.stage.name))
    return code


_GO_ON = """\
The page and the API:  {url}
Alarms, dashboard, CDN: python -m ops outputs {stage}

Try it:
  export DARKROOM_TOKEN=$(.venv/bin/python -m ops token create --stage {stage} --expires 30d)
  curl -sSf {url}images -H "Authorization: Bearer $DARKROOM_TOKEN" \\
    -H 'Content-Type: application/json' -d '{{"filename": "cat.jpg"}}'
  .venv/bin/darkroom --url {url} upload cat.jpg"""
