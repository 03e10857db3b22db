"""Chalice's command line, run as a program, and the file in which it notes what it has deployed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalice.cli.factory import CLIFactory

from ops.packaging.build import build
from ops.stage.clients import ATTEMPTS
from ops.stage.names import Stage
from ops.stage.steps import StepFailed, Tell

_LAST_LINES = 15


@dataclass(frozen=True)
class Api:
    """What Chalice has deployed of the API; `url` ends with a slash."""

    id: str
    url: str


@dataclass(frozen=True)
class Chalice:
    """Chalice in one project folder."""

    project: Path

    def deploy(self, stage: Stage, tell: Tell) -> Api:
        """Pack and deploy functions and API. Raises StepFailed, PackageIncomplete."""
        tell("packing")
        architecture = CLIFactory(str(self.project)).create_config_obj(stage.name).lambda_architecture
        self._run(["deploy", "--stage", stage.name], build(self.project, architecture).project, tell)
        api = self.api(stage)
        if api is None:
            raise StepFailed(f"Chalice has deployed no API: {self.state(stage)} does not name one")
        return api

    def delete(self, stage: Stage, tell: Tell) -> None:
        """Delete what `deploy` has made. Raises StepFailed."""
        self._run(["delete", "--stage", stage.name], self.project, tell)

    def state(self, stage: Stage) -> Path:
        """Return where Chalice notes what it has deployed."""
        return self.project / ".chalice" / "deployed" / f"{stage.name}.json"

    def api(self, stage: Stage) -> Api | None:
        """Return the deployed API, if there is one."""
        found = (
            Api(each["rest_api_id"], each["rest_api_url"])
            for each in self.resources(stage)
            if "rest_api_id" in each
        )
        return next(found, None)

    def resources(self, stage: Stage) -> list[dict[str, Any]]:
        """Return what Chalice has noted as deployed; empty if there is no note."""
        try:
            noted: list[dict[str, Any]] = json.loads(self.state(stage).read_bytes())["resources"]
        except FileNotFoundError:
            return []
        return noted

    def _run(self, arguments: Sequence[str], folder: Path, tell: Tell) -> None:
        """Run it in a folder; ends with StepFailed if Chalice fails."""
        command = [str(Path(sys.executable).with_name("chalice")), *arguments]
        patient = {"AWS_RETRY_MODE": "standard", "AWS_MAX_ATTEMPTS": str(ATTEMPTS), **os.environ}
        with subprocess.Popen(  # noqa: S603 - a program of this very environment
            command, cwd=folder, env=patient, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            lines = list(_told(process, tell))
        if process.returncode != 0:
            raise StepFailed("\n".join(lines[-_LAST_LINES:]))


def _told(process: "subprocess.Popen[str]", tell: Tell) -> Iterator[str]:
    for line in process.stdout or ():
        tell(line.strip())
        yield line.rstrip()
