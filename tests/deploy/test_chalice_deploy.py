"""`chalice deploy` by hand: with the names of resources that exist, and with the package of `ops package`."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from boto3.session import Session

from local.account import CREDENTIALS, sdk_environment
from local.process import ROOT
from ops.packaging.build import Package, build
from ops.templates.app_model import API_HANDLER
from ops.templates.load_app import load_app
from tests.conftest import Aws
from tests.deploy.moto_patches import patch_moto
from tests.deploy.release import copy_project

# Not the region of the other tests' resources.
REGION = "eu-central-1"
APP = "darkroom"
STAGE = "trial"
VARIABLES = {
    "UPLOAD_BUCKET": "by-hand-uploads",
    "DEST_BUCKET": "by-hand-processed",
    "IMAGES_TABLE": "by-hand-images",
    "TOKENS_TABLE": "by-hand-tokens",
    "FAILURES_QUEUE": "by-hand-failures",
    "DEFERRED_QUEUE": "by-hand-deferred",
    "ERASURES_QUEUE": "by-hand-erasures",
    "WEBHOOKS_TABLE": "by-hand-webhooks",
    "WEBHOOKS_QUEUE": "by-hand-webhooks",
    "STAGE": STAGE,
}

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        sys.version_info < (3, 12), reason="Chalice packages only for Lambda's Python versions"
    ),
]


@dataclass(frozen=True)
class Deployment:
    """A package, and the account that it is deployed to."""

    package: Package
    url: str

    def client(self, service: Any) -> Any:
        return Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client(service, endpoint_url=self.url)

    def chalice(self, command: str) -> None:
        done = subprocess.run(
            [Path(sys.executable).with_name("chalice"), command, "--stage", STAGE],
            cwd=self.package.project,
            env={**os.environ, **sdk_environment(self.url), "AWS_DEFAULT_REGION": REGION},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def functions(self) -> dict[str, dict[str, Any]]:
        """Return the deployed functions by their names in Chalice."""
        listed = self.client("lambda").list_functions()["Functions"]
        prefix = f"{APP}-{STAGE}"
        return {each["FunctionName"].removeprefix(prefix).strip("-") or API_HANDLER: each for each in listed}


@pytest.fixture(scope="module")
def deployment(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    package = build(_project(tmp_path_factory.mktemp("by-hand") / "project"), "x86_64")
    deployment = Deployment(package, aws.environment["AWS_ENDPOINT_URL"])
    deployment.client("s3").create_bucket(
        Bucket=VARIABLES["UPLOAD_BUCKET"], CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    for name in ("FAILURES_QUEUE", "DEFERRED_QUEUE", "ERASURES_QUEUE", "WEBHOOKS_QUEUE"):
        deployment.client("sqs").create_queue(QueueName=VARIABLES[name])
    with pytest.MonkeyPatch.context() as patch:
        patch_moto(patch)
        deployment.chalice("deploy")
        yield deployment
        deployment.chalice("delete")
        assert deployment.functions() == {}


def _project(folder: Path) -> Path:
    """Return a project whose package has no libraries: moto does not run the functions."""
    copy_project(folder)
    (folder / "requirements.txt").write_text("", "utf-8")
    config_file = folder / ".chalice" / "config.json"
    config = json.loads(config_file.read_bytes())
    config["stages"][STAGE] = {"api_gateway_stage": "api", "environment_variables": VARIABLES}
    config_file.write_text(json.dumps(config), "utf-8")
    return folder


def test_the_functions_are_those_of_the_template(deployment: Deployment) -> None:
    functions = {name: each["Handler"] for name, each in deployment.functions().items()}
    model = load_app(ROOT, public_variants=False)
    # Plain `chalice deploy` creates no CDN.
    expected = {each.name: each.handler for each in model.functions if each.name != "invalidate_cdn"}
    assert functions == expected


def test_the_functions_have_the_package_unchanged_and_the_variables(deployment: Deployment) -> None:
    digest = base64.b64encode(hashlib.sha256(deployment.package.zip.read_bytes()).digest()).decode()
    for function in deployment.functions().values():
        assert (function["CodeSha256"], function["Environment"]["Variables"]) == (digest, VARIABLES)


def test_uploads_queues_and_the_schedule_start_their_functions(deployment: Deployment) -> None:
    arns = {name: each["FunctionArn"] for name, each in deployment.functions().items()}
    s3, events = deployment.client("s3"), deployment.client("events")
    notification = s3.get_bucket_notification_configuration(Bucket=VARIABLES["UPLOAD_BUCKET"])
    (uploads,) = notification["LambdaFunctionConfigurations"]
    assert uploads["LambdaFunctionArn"] == arns["process_upload"]
    mappings = deployment.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert {(each["EventSourceArn"].rpartition(":")[2], each["FunctionArn"]) for each in mappings} == {
        (VARIABLES["FAILURES_QUEUE"], arns["process_failures"]),
        (VARIABLES["DEFERRED_QUEUE"], arns["process_deferred"]),
        (VARIABLES["ERASURES_QUEUE"], arns["erase_images"]),
        (VARIABLES["WEBHOOKS_QUEUE"], arns["deliver_webhook"]),
    }
    assert len(events.list_rule_names_by_target(TargetArn=arns["sweep"])["RuleNames"]) == 1
