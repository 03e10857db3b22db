"""infra/deployer.json allows the calls of the commands. tests/deploy checks what CloudFormation needs."""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stage
from ops.deployment.actions import Actions
from ops.deployment.plan import plan
from ops.deployment.preview import preview
from ops.deployment.removal import Removal
from ops.deployment.rollback import Rollback
from ops.deployment.steps import Step
from tests.deploy.deployer_policy import ANY, allowed
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, read
from tests.fakes.account.consistency import outputs
from tests.fakes.account.recorder import Call, recording
from tests.fakes.account.s3 import FakeBucket

# Actions that are not named like the operation.
ACTIONS = {
    "s3 delete_object": "DeleteObjectVersion",
    "s3 delete_objects": "DeleteObjectVersion",
    "s3 get_bucket_notification_configuration": "GetBucketNotification",
    "s3 get_object": "GetObjectVersion",
    "s3 head_bucket": "ListBucket",
    "s3 head_object": "GetObject",
    "s3 list_object_versions": "ListBucketVersions",
    "s3 list_objects_v2": "ListBucket",
    "s3 put_bucket_notification_configuration": "PutBucketNotification",
}
# The resource by the parameter that names it.
ARNS = {
    "StackName": "arn:aws:cloudformation:eu-central-1:1:stack/{}/1",
    "TableName": "arn:aws:dynamodb:eu-central-1:1:table/{}",
    "Rule": "arn:aws:events:eu-central-1:1:rule/{}",
    "FunctionName": "arn:aws:lambda:eu-central-1:1:function:{}",
    "Bucket": "arn:aws:s3:::{}",
    "QueueUrl": "arn:aws:sqs:eu-central-1:1:{}",
}
SERVICES = {"functions": "lambda"}
RULE = {"source": ["aws.s3"], "detail": {"bucket": {"name": ["mine"]}}}


def action(call: Call) -> str:
    name = "".join(map(str.capitalize, call.operation.split("_")))
    service = SERVICES.get(call.client, call.client)
    return f"{service}:{ACTIONS.get(f'{call.client} {call.operation}', name)}"


def resource(call: Call) -> str:
    """Return the ARN of the resource of a call."""
    for name, arn in ARNS.items():
        if name in call.request:
            key = call.request.get("Key")
            # The last part of a queue's URL is its name.
            found = arn.format(call.request[name].rpartition("/")[2])
            return f"{found}/{key}" if key else found
    return ANY


def run(steps: Iterable[Step]) -> None:
    for step in steps:
        step.action(lambda _: None)


@pytest.fixture
def calls(account: FakeAccount, tmp_path: Path) -> list[Call]:
    """The calls during the life of two stages: one with all features, and one with an existing bucket."""
    presets = tmp_path / "presets.json"
    presets.write_text('{"default": ["s"], "presets": [{"name": "s", "width": 5, "height": 5}]}', "utf-8")
    calls: list[Call] = []
    tools, s3 = recording(account.tools, calls), account.resources.s3
    s3.buckets["mine"] = FakeBucket()
    account.resources.events.rules["rule-of-another-team"] = (RULE, [])
    features = read("--cdn", "--events", "--workflow", "stepfunctions", "--presets", str(presets))
    for account.code, request in (("first", features), ("second", features), ("third", read("--no-cdn"))):
        preview(request, tools, lambda _: None)
        run(plan(Actions(request=request, tools=tools)))
    run(Rollback(stage=PROD, tools=tools).plan())
    run(plan(Actions(request=read("--upload-bucket", "mine", stage="dev"), tools=tools)))
    for key in ("images/\x01", "images/1"):
        s3.put_object(Bucket=outputs(account, "storage")["UploadBucket"], Key=key, Body=b"")
    for stage in ("prod", "dev"):
        run(Removal(stage=Stage(stage), delete_data=True, tools=tools).plan())
    return calls


def test_the_policy_allows_every_call(calls: list[Call]) -> None:
    needed = {(action(call), resource(call)) for call in calls if call.client != "sts"}
    refused = {(name, arn) for name, arn in needed if not allowed(name, arn)}
    # docs/deploy.md lists what an existing bucket needs.
    assert {name for name, arn in refused if arn != "arn:aws:s3:::mine"} == set()
    assert {name for name, _ in refused} == {
        *("s3:GetBucketNotification", "s3:GetBucketVersioning", "s3:ListBucket", "s3:PutBucketNotification"),
    }


def test_the_life_of_a_stage_needs_every_service(calls: list[Call]) -> None:
    assert {call.client for call in calls} == {field.name for field in fields(Clients)} - {"region"}
    operations = {call.operation for call in calls}
    assert {"list_rules", "list_targets_by_rule", "delete_objects", "create_change_set"} <= operations
