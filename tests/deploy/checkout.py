"""A copy of the repository in which the operator's commands run, and a look at what they have made."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.session import Session

from local.account import CREDENTIALS

# The other tests' resources are in another one.
REGION = "eu-central-1"
SECONDS = 300


@dataclass(frozen=True)
class Checkout:
    """A copy of what a deployment needs of the repository, without libraries to pack."""

    folder: Path
    url: str

    def ops(self, *arguments: str, answer: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": CREDENTIALS,
            "AWS_SECRET_ACCESS_KEY": CREDENTIALS,
            "AWS_DEFAULT_REGION": REGION,
        }
        return subprocess.run(
            [sys.executable, "-m", "ops", *arguments],
            cwd=self.folder,
            env=environment,
            input=answer,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def client(self, service: Any) -> Any:
        return Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client(service, endpoint_url=self.url)

    def stage(self) -> dict[str, Any]:
        config = json.loads((self.folder / ".chalice" / "config.json").read_bytes())
        return dict(config["stages"].get("trial", {}))

    def functions(self) -> dict[str, dict[str, Any]]:
        listed = self.client("lambda").list_functions()["Functions"]
        return {each["FunctionName"]: each for each in listed if "darkroom-trial" in each["FunctionName"]}

    def uploads(self) -> str:
        return str(self.stage()["environment_variables"]["UPLOAD_BUCKET"])
