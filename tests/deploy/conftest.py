"""The permissions that each function has and uses, and the functions of a built release."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from boto3.session import Session
from chalice.app import Chalice

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import access
from local.account import CREDENTIALS, REGION
from local.process import ROOT
from ops.packaging import archive
from ops.packaging.build import architecture_here
from tests.conftest import Aws
from tests.deploy import grants, lambda_python
from tests.deploy.functions import Functions
from tests.deploy.grants import Grant
from tests.deploy.harness import Harness
from tests.deploy.permission_recorder import PermissionRecorder
from tests.deploy.release import BuiltRelease, built_once
from tests.deploy.scenarios import SCENARIOS

STAGE = "local"


@pytest.fixture(scope="session")
def roles(aws: Aws) -> Mapping[str, tuple[Grant, ...]]:
    """The grants of each role in infra/access.yaml, by the name of its output, from a stack on moto."""
    names = aws.resources
    parameters = {
        "Stage": STAGE,
        "UploadBucket": names.upload_bucket,
        "DestBucket": names.dest_bucket,
        "ImagesTable": names.images_table,
        "TokensTable": names.tokens_table,
        "FailuresQueueArn": names.failures_arn,
        "EventBus": aws.environment["EVENT_BUS"],
        "WebhooksTable": aws.environment["WEBHOOKS_TABLE"],
        "WebhooksQueueArn": aws.events.webhooks.arn,
    }
    aws.clients.cloudformation.create_stack(
        StackName="access",
        TemplateBody=(ROOT / "infra" / "access.yaml").read_text("utf-8"),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    (stack,) = aws.clients.cloudformation.describe_stacks(StackName="access")["Stacks"]
    return {
        output["OutputKey"]: tuple(_grants(aws, output["OutputValue"].rpartition("/")[2]))
        for output in stack["Outputs"]
    }


def _grants(aws: Aws, role: str) -> Iterator[Grant]:
    url = aws.environment["AWS_ENDPOINT_URL"]
    iam = Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client("iam", endpoint_url=url)
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document: Any = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        # moto returns the document as a Python literal, which YAML can parse
        yield from grants.of_policy(yaml.safe_load(document))


@pytest.fixture(scope="module")
def recorder(aws: Aws, deployed_app: Chalice) -> PermissionRecorder:
    """Run every function's scenario, and record the permissions that it uses."""
    recorder = PermissionRecorder()
    with recorder.recording():
        # existing clients would not be recorded
        darkroom.cache_clear()
        access.cache_clear()
        for scenario in SCENARIOS.values():
            scenario(Harness(aws, deployed_app, recorder))
        darkroom.cache_clear()
        access.cache_clear()
    return recorder


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> BuiltRelease:
    return built_once(tmp_path_factory)


@pytest.fixture(scope="session")
def package(release: BuiltRelease) -> Path:
    """The package for this machine's architecture."""
    return release.package(str(architecture_here()))


@pytest.fixture(scope="session")
def task(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the unpacked package."""
    folder = tmp_path_factory.mktemp("task")
    archive.unpack(package, folder)
    return folder


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment like Lambda's."""
    return lambda_python.create(tmp_path_factory.mktemp("python"))


@pytest.fixture(scope="module")
def functions(
    aws: Aws, release: BuiltRelease, task: Path, python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Functions]:
    """The functions of the release. Once called, they run until the end of the module."""
    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as processes:
        yield Functions(aws, release.template(), python, task, logs, processes)
