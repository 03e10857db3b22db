"""A copy of the repository to run the ops commands in, and access to the resources that they create."""

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

# Not the region that the other tests use.
REGION = "eu-central-1"
SECONDS = 300
REQUEST_LOG_HOOK = Path(__file__).parent / "request_log"


@dataclass(frozen=True)
class Checkout:
    """The files that a deployment needs, without libraries to package. `url` is moto's."""

    folder: Path
    url: str

    def ops(self, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "PYTHONPATH": str(REQUEST_LOG_HOOK),
            "REQUEST_LOG": str(self.request_log),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": CREDENTIALS,
            "AWS_SECRET_ACCESS_KEY": CREDENTIALS,
            "AWS_DEFAULT_REGION": REGION,
        }
        return subprocess.run(
            [sys.executable, "-m", "ops", *arguments],
            cwd=self.folder,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    @property
    def request_log(self) -> Path:
        """The log of the commands' requests to AWS, one JSON object per line."""
        return self.folder / "requests.jsonl"

    def client(self, service: Any) -> Any:
        return Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client(service, endpoint_url=self.url)

    def stage(self) -> dict[str, Any]:
        config = json.loads((self.folder / ".chalice" / "config.json").read_bytes())
        return dict(config["stages"].get("trial", {}))

    def functions(self) -> dict[str, dict[str, Any]]:
        listed = self.client("lambda").list_functions()["Functions"]
        return {each["FunctionName"]: each for each in listed if "darkroom-trial" in each["FunctionName"]}

    def upload_bucket(self) -> str:
        return str(self.stage()["environment_variables"]["UPLOAD_BUCKET"])

    def resources(self, kind: str) -> dict[str, str]:
        """Return the physical ids of all resources of a type in the stacks, by their logical ids."""
        cloudformation = self.client("cloudformation")
        stacks = cloudformation.describe_stacks()["Stacks"]
        resources = (
            each
            for stack in stacks
            for each in cloudformation.describe_stack_resources(StackName=stack["StackName"])[
                "StackResources"
            ]
        )
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for each in resources
            if each.get("ResourceType") == kind
        }

    def leftovers(self) -> list[str]:
        """Return the names of everything that remains of the stage."""
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
    """Yield the names of the stage. Services without regions also contain other tests' resources."""
    return (name for name in names if "trial" in name)


def check_out(aws: Aws, folder: Path) -> Checkout:
    """Copy the repository, for use with moto's server."""
    patch_moto(aws)
    for package in ("chalicelib", "ops", "infra"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".chalice").mkdir()
    for name in ("app.py", ".chalice/config.json"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements.txt").touch()
    return Checkout(folder, aws.environment["AWS_ENDPOINT_URL"])
