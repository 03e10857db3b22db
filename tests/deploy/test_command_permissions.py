"""infra/deployer.json allows the requests of the ops commands, and the guide lists those on other buckets."""

import re
import secrets
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.application import Darkroom
from chalicelib.domain.keys import new_image_id
from chalicelib.models import Image, Status
from local.account import ACCOUNT, REGION
from local.process import ROOT
from ops.exit_codes import ExitCode
from ops.main import main
from tests.conftest import PREFIX, Aws
from tests.deploy.command_requests import Request, requests_in
from tests.deploy.deployer_policy import ANY, allowed
from tests.deploy.permission_recorder import PermissionRecorder
from tests.deploy.permissions import Permission
from tests.receiver import Receiver

OWN = {
    "cloudfront-keyvaluestore": f"arn:aws:cloudfront::{ACCOUNT}:key-value-store/a-1",
    "cloudformation": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/darkroom-prod-app/1",
    "dynamodb": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/darkroom-prod-ImagesTable-1",
    "lambda": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:darkroom-prod-process_upload",
    "s3": "arn:aws:s3:::darkroom-prod-artifacts-artifactbucket-1",
    "ssm": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/darkroom/prod/signing-keys",
    "sqs": f"arn:aws:sqs:{REGION}:{ACCOUNT}:darkroom-prod-FailuresQueue-1",
}
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
NOT_LIMITED_TO_OWN = {
    ("cloudformation", "GetTemplateSummary"): ANY,
    ("events", "ListRules"): ANY,
    ("events", "ListTargetsByRule"): f"arn:aws:events:{REGION}:{ACCOUNT}:rule/someone-else-s",
    ("lambda", "GetAccountSettings"): ANY,
}
WITHOUT_PERMISSION = {("sts", "GetCallerIdentity")}
S3_ACTIONS = {
    "DeleteObject": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    "DeleteObjects": ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    "GetBucketNotificationConfiguration": ["s3:GetBucketNotification"],
    "GetObject": ["s3:GetObject", "s3:GetObjectVersion"],
    "HeadBucket": ["s3:ListBucket"],
    "HeadObject": ["s3:GetObject", "s3:GetObjectVersion"],
    "ListObjectVersions": ["s3:ListBucketVersions"],
    "ListObjectsV2": ["s3:ListBucket"],
    "PutBucketNotificationConfiguration": ["s3:PutBucketNotification"],
}
# The modules that make requests about existing buckets, whose names don't start with ours.
ABOUT_EXISTING_BUCKETS = [
    ROOT / "ops" / "deployment" / f"{name}.py" for name in ("existing_bucket", "prerequisites")
]


def actions(request: Request) -> list[str]:
    service, operation = request
    own = [f"{service}:{operation}"]
    return S3_ACTIONS.get(operation, own) if service == "s3" else own


def permissions(requests: Iterable[Request]) -> Iterator[Permission]:
    """Yield the permissions for requests about a stage's own resources."""
    for request in requests:
        for action in actions(request):
            arn = NOT_LIMITED_TO_OWN.get(request) or OWN[request[0]]
            yield Permission(action, f"{arn}/key" if "Object" in action else arn)


def refused(permissions: Iterable[Permission]) -> set[Permission]:
    return {each for each in permissions if not allowed(each.action, each.arn)}


@pytest.fixture(scope="module")
def recorded(aws: Aws, presets: dict[str, str]) -> dict[str, set[Permission]]:
    """Run the commands whose requests are in other packages; return their permissions by command."""
    recorder = PermissionRecorder()
    env = {**aws.environment, **presets}
    key = f"{PREFIX}{uuid.uuid4()}.png"
    aws.clients.s3.put_object(Bucket=aws.resources.upload_bucket, Key=key, Body=b"not an image")
    with pytest.MonkeyPatch.context() as patch, Receiver() as receiver, recorder.recording():
        for name, value in env.items():
            patch.setenv(name, value)
        ready = create_image(aws, env)
        token, _ = Access(env).registry.create("somebody")
        for command in (
            "token create --owner somebody",
            "token list",
            f"token revoke {token.id}",
            f"webhook set somebody {receiver.url}",
            "webhook list",
            "webhook test somebody",
            "webhook remove somebody",
            f"backfill --prefix {key}",
            f"backfill --prefix {ready} --add small",
            "redrive",
            "status-key rotate",
        ):
            name, *_ = command.split()
            with recorder.running(name):
                assert main(command.split(), env) == ExitCode.OK
    return recorder.permissions


def create_image(aws: Aws, env: dict[str, str]) -> str:
    """Create an image that is ready, as its record and object; return its key."""
    image_id = new_image_id(secrets.token_urlsafe(16), "cat.png")
    key = f"{PREFIX}{image_id}/cat.png"
    aws.clients.s3.put_object(Bucket=aws.resources.upload_bucket, Key=key, Body=b"image")
    now = datetime.now(UTC)
    image = Image(
        id=image_id,
        key=key,
        filename="cat.png",
        owner="somebody",
        status=Status.READY,
        created_at=now,
        updated_at=now,
    )
    Darkroom(env).store.create(image)
    return key


def test_the_guide_lists_the_permissions_on_the_table(recorded: dict[str, set[Permission]]) -> None:
    used = {each.action for name in ("backfill", "redrive") for each in recorded[name]}
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [sentence] = re.findall(r"The credentials need (.+?)\n\n", guide, re.DOTALL)
    listed = set(re.findall(r"`(dynamodb:\w+)`", sentence))
    # Only the first command of a deployment writes the secret.
    assert listed == {"dynamodb:PutItem", *(each for each in used if each.startswith("dynamodb:"))}


def test_the_policy_allows_the_requests_in_the_code_of_the_commands() -> None:
    found = requests_in()
    assert found > NOT_LIMITED_TO_OWN.keys() | WITHOUT_PERMISSION
    assert refused(permissions(found - WITHOUT_PERMISSION)) == set()


@pytest.mark.parametrize("command", ["token", "webhook", "backfill", "redrive", "status-key"])
def test_the_policy_allows_the_requests_of_a_command(
    command: str, recorded: dict[str, set[Permission]]
) -> None:
    assert recorded[command]
    assert refused(recorded[command]) == set()


def test_the_guide_lists_the_permissions_for_existing_buckets(
    aws: Aws, recorded: dict[str, set[Permission]]
) -> None:
    bucket = f"arn:aws:s3:::{aws.resources.upload_bucket}"
    from_commands = {each.action for each in recorded["backfill"] if each.arn.startswith(bucket)}
    in_code = {action for request in requests_in(ABOUT_EXISTING_BUCKETS) for action in actions(request)}
    guide = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    [sentence] = re.findall(r"If you use your own buckets, add (.+?) on them", guide, re.DOTALL)
    assert set(re.findall(r"`(s3:\w+)`", sentence)) == from_commands | {
        each for each in in_code if each.startswith("s3:")
    }


@pytest.mark.parametrize(
    ("code", "request_"),
    [
        ("client.create_stack(StackName=name)", ("cloudformation", "CreateStack")),
        ("start = self.client.update_stack", ("cloudformation", "UpdateStack")),
        ("events.get_paginator('list_rules')", ("events", "ListRules")),
        ("dynamodb.get_waiter('table_exists').wait()", ("dynamodb", "DescribeTable")),
    ],
    ids=["call", "reference", "paginator", "waiter"],
)
def test_requests_are_found_in_code(code: str, request_: Request, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(code, "utf-8")
    assert requests_in([module]) == {request_}
