"""A copy of the repository in which the operator's commands run, and a look at what they have made."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.session import Session

from local.account import CREDENTIALS
from local.process import ROOT
from tests.conftest import Aws
from tests.deploy.moto_patches import patch_moto

# The other tests' resources are in another one.
REGION = "eu-central-1"
SECONDS = 300
REQUEST_LOG_HOOK = Path(__file__).parent / "request_log"


@dataclass(frozen=True)
class Checkout:
    """A copy of what a deployment needs of the repository, without libraries to pack."""

    folder: Path
    url: str

    def ops(self, *arguments: str, answer: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "PYTHONPATH": str(REQUEST_LOG_HOOK),
            "REQUEST_LOG": str(self.notes),
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

    @property
    def notes(self) -> Path:
        """Where the commands' requests to AWS are noted, a line of JSON for each."""
        return self.folder / "requests.jsonl"

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

    def resources(self, kind: str) -> dict[str, str]:
        """Return the names of what the stacks have made of a type, by their logical ids."""
        cloudformation = self.client("cloudformation")
        stacks = cloudformation.describe_stacks()["Stacks"]
        made = (
            each
            for stack in stacks
            for each in cloudformation.describe_stack_resources(StackName=stack["StackName"])[
                "StackResources"
            ]
        )
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for each in made
            if each.get("ResourceType") == kind
        }

    def left(self) -> list[str]:
        """Name all that an account without the stage does not have."""
        return [
            *self.stage(),
            *self.functions(),
            *(each["id"] for each in self.client("apigateway").get_rest_apis()["items"]),
            *(each["StackName"] for each in self.client("cloudformation").describe_stacks()["Stacks"]),
            *self.client("dynamodb").list_tables()["TableNames"],
            *self.client("sqs").list_queues().get("QueueUrls", []),
            *(each["logGroupName"] for each in self.client("logs").describe_log_groups()["logGroups"]),
            *(each["name"] for each in self.client("stepfunctions").list_state_machines()["stateMachines"]),
            *_ours(each["Name"] for each in self.client("s3").list_buckets()["Buckets"]),
            *_ours(each["RoleName"] for each in self.client("iam").list_roles()["Roles"]),
        ]


def _ours(names: Iterable[str]) -> Iterator[str]:
    """Yield those of the stage, where a service knows no regions and has other tests' things, too."""
    return (name for name in names if "trial" in name)


def check_out(aws: Aws, folder: Path) -> Checkout:
    """Copy the repository, for moto's server."""
    patch_moto(aws)
    for package in ("chalicelib", "ops", "infra"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".chalice").mkdir()
    for name in ("app.py", ".chalice/config.json"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements.txt").touch()
    return Checkout(folder, aws.environment["AWS_ENDPOINT_URL"])
