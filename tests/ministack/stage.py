"""A stage that is deployed to an emulated account, as its users and its operator see it."""

import json
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from darkroom import Client, Image

from tests.ministack.account import Account
from tests.ministack.checkout import Checkout

STAGE = "trial"
# functions run on this machine
ARCHITECTURE = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
# MiniStack looks methods up by other names than CloudFormation stores, so this rate applies to all of them.
RARE_RATE = 20
# the options of a first deployment
NEW = ("--no-origin", "--architecture", ARCHITECTURE, "--rare-rate", str(RARE_RATE))
# also the owner of images that are put directly into the bucket
OWNER = "public"
SECONDS = 120

_COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """The stage, the checkout from which it was deployed, and the name of the stack with its functions."""

    account: Account
    checkout: Checkout
    app: str = f"darkroom-{STAGE}-app"

    def function(self, handler: str) -> str:
        return f"darkroom-{STAGE}-{handler}"

    @property
    def url(self) -> str:
        """MiniStack's URL of the API, where AWS has a host name for each API."""
        api = self.account.outputs(self.app)["RestAPIId"]
        return f"{self.account.url}/_aws/execute-api/{api}/{STAGE}"

    def token(self) -> str:
        """Create a token for `OWNER`."""
        return self.checkout.ops("token", "create", "--stage", STAGE, "--owner", OWNER).strip()

    def variables(self, handler: str = "process_upload") -> dict[str, str]:
        """Return the environment variables of a function."""
        return dict(self.configuration(handler)["Environment"]["Variables"])

    def configuration(self, handler: str) -> dict[str, Any]:
        """Return the configuration of a function."""
        client = self.account.client("lambda")
        return dict(client.get_function_configuration(FunctionName=self.function(handler)))

    def functions(self) -> dict[str, dict[str, Any]]:
        """Return what a deployment can change about each function, by name."""
        pages = self.account.client("lambda").get_paginator("list_functions").paginate()
        return {
            each["FunctionName"]: {name: each[name] for name in ("CodeSha256", "MemorySize", "Environment")}
            for page in pages
            for each in page["Functions"]
        }

    def log_days(self) -> dict[str, int]:
        """Return how long the logs of each function are kept, by log group."""
        groups = self.account.client("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/")
        return {each["logGroupName"]: each["retentionInDays"] for each in groups["logGroups"]}

    def updated_types(self) -> set[str]:
        """Return the types of the resources of the stack with the functions that were ever updated."""
        client = self.account.client("cloudformation")
        events = client.describe_stack_events(StackName=self.app)["StackEvents"]
        return {each["ResourceType"] for each in events if each["ResourceStatus"] == "UPDATE_COMPLETE"}

    def put(self, key: str, file: Path) -> None:
        """Put an object into the upload bucket, as `aws s3 cp` does."""
        bucket = self.variables()["UPLOAD_BUCKET"]
        self.account.client("s3").put_object(Bucket=bucket, Key=key, Body=file.read_bytes())

    def invoke(self, handler: str, event: Mapping[str, Any]) -> None:
        """Call a function and wait for its result. Raises AssertionError if it failed."""
        done = self.account.client("lambda").invoke(
            FunctionName=self.function(handler), Payload=json.dumps(event)
        )
        assert "FunctionError" not in done, done["Payload"].read()

    def executions(self) -> list[str]:
        """Return the status of each execution of the state machine; none without a workflow."""
        machine = self.variables()["STATE_MACHINE"]
        if not machine:
            return []
        listed = self.account.client("stepfunctions").list_executions(stateMachineArn=machine)
        return [each["status"] for each in listed["executions"]]

    def webhooks(self) -> int:
        """Return the number of webhooks that have not been delivered."""
        sqs = self.account.client("sqs")
        url = sqs.get_queue_url(QueueName=self.variables()["WEBHOOKS_QUEUE"])["QueueUrl"]
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=_COUNTS)["Attributes"]
        return sum(int(counts[name]) for name in _COUNTS)

    def wait_until_idle(self) -> None:
        """Wait until no function runs: it would create its log group again, although its role forbids it."""
        eventually(lambda: "RUNNING" not in self.executions() and self.webhooks() == 0)


def eventually(find: Callable[[], T | None]) -> T:
    """Call `find` until it returns something that is true; return that."""
    deadline = time.monotonic() + SECONDS
    while True:
        if found := find():
            return found
        assert time.monotonic() < deadline, f"still {found!r}"
        time.sleep(0.1)


def settled(client: Client, key: str) -> Image:
    """Return the image of an object whose event may not have arrived."""

    def find() -> Image | None:
        return next(client.list(key=key), None)

    return client.wait(eventually(find).id)
