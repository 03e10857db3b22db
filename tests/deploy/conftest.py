"""The permissions that each function has and uses, with all options on; the functions of a built release."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from boto3.session import Session
from chalice.app import Chalice

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import access
from chalicelib.bootstrap.adapters import PRESETS_FILE
from local.account import CREDENTIALS, REGION, STAGE
from local.process import ROOT
from ops.packaging import archive
from ops.packaging.build import architecture_here
from ops.templates.app import app_template
from tests.conftest import Aws
from tests.deploy import grants, lambda_python, on_demand
from tests.deploy.functions import Functions
from tests.deploy.grants import Grant
from tests.deploy.harness import Harness
from tests.deploy.permission_recorder import PermissionRecorder
from tests.deploy.release import BuiltRelease, built_once
from tests.deploy.scenarios import SCENARIOS

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """The template of the app."""
    return app_template(ROOT, "1.2.3")


@pytest.fixture(scope="session")
def presets(aws: Aws) -> dict[str, str]:
    """The settings of functions that read the presets from the artifact bucket."""
    bucket, key = f"darkroom-{STAGE}-artifacts", PRESETS_FILE.name
    aws.clients.s3.create_bucket(Bucket=bucket)
    aws.clients.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    content = json.dumps({**json.loads(PRESETS_FILE.read_bytes()), "on_demand": on_demand.POLICY})
    stored = aws.clients.s3.put_object(Bucket=bucket, Key=key, Body=content.encode())
    return {"ARTIFACT_BUCKET": bucket, "PRESETS": key, "PRESETS_VERSION": stored["VersionId"]}


@pytest.fixture(scope="session")
def parameters(aws: Aws, presets: dict[str, str]) -> dict[str, str]:
    """The parameters of infra/access.yaml."""
    names = aws.resources
    return {
        "Stage": STAGE,
        "UploadBucket": names.upload_bucket,
        "DestBucket": names.dest_bucket,
        "ImagesTable": names.images_table,
        "TokensTable": names.tokens_table,
        "FailuresQueueArn": names.failures.arn,
        "DeferredQueueArn": names.deferred.arn,
        "ErasuresQueueArn": names.erasures.arn,
        "EventBus": aws.environment["EVENT_BUS"],
        "WebhooksTable": aws.environment["WEBHOOKS_TABLE"],
        "WebhooksQueueArn": aws.events.webhooks.arn,
        "DistributionArn": aws.cdn.arn,
        "InvalidationsQueueArn": aws.cdn.queue.arn,
        "ArtifactBucket": presets["ARTIFACT_BUCKET"],
        "Presets": presets["PRESETS"],
        "Tracing": "true",
    }


@pytest.fixture(scope="session")
def roles(aws: Aws, parameters: dict[str, str]) -> Mapping[str, tuple[Grant, ...]]:
    """The grants of each role in infra/access.yaml, by the name of its output, from a stack on moto."""
    aws.clients.cloudformation.create_stack(
        StackName="access",
        TemplateBody=(ROOT / "infra" / "access.yaml").read_text("utf-8"),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    (stack,) = aws.clients.cloudformation.describe_stacks(StackName="access")["Stacks"]
    url = aws.environment["AWS_ENDPOINT_URL"]
    iam = Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client("iam", endpoint_url=url)
    return {
        output["OutputKey"]: tuple(_grants(iam, output["OutputValue"].rpartition("/")[2]))
        for output in stack["Outputs"]
    }


def _grants(iam: "IAMClient", role: str) -> Iterator[Grant]:
    """Yield the grants of a role's own policies and of the managed ones."""
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        yield from _parsed(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])
    for policy in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = policy["PolicyArn"]
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        found = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
        yield from _parsed(found["Document"])


def _parsed(document: Any) -> Iterator[Grant]:
    # moto returns some documents as Python literals, which YAML can parse
    return grants.of_policy(document if isinstance(document, dict) else yaml.safe_load(document))


@pytest.fixture(scope="module")
def recorder(aws: Aws, deployed_app: Chalice, presets: dict[str, str]) -> PermissionRecorder:
    """Run every function's scenario, and record the permissions that it uses."""
    recorder = PermissionRecorder()
    with pytest.MonkeyPatch.context() as patch, recorder.recording():
        on_demand.answer_invocations(aws)
        for name, value in (presets | on_demand.SETTINGS).items():
            patch.setenv(name, value)
        for scenario in SCENARIOS.values():
            scenario(Harness(aws, deployed_app, recorder))
    # The clients of the last run would still be recorded.
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
