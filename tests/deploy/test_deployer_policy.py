"""Whoever deploys needs no more than infra/deployer.json, as far as AWS's own descriptions say it."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest

from local.process import ROOT
from ops.stage.names import INFRA
from tests.deploy.deployer_policy import ANY, POLICY, allowed

_SCHEMAS = files("cfnlint") / "data" / "schemas" / "resources"
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MAX_CHARACTERS = 6_144

# What CloudFormation makes of our templates, by the names that it gives; some types have no names of ours.
ARNS = {
    "AWS::CloudFront::Distribution": ANY,
    "AWS::CloudFront::OriginAccessControl": ANY,
    "AWS::CloudWatch::Alarm": "arn:aws:cloudwatch:eu-central-1:1:alarm:darkroom-prod-operations-Alarm-1",
    "AWS::CloudWatch::Dashboard": "arn:aws:cloudwatch::1:dashboard/darkroom-prod",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:eu-central-1:1:table/darkroom-prod-ImagesTable-1",
    "AWS::Events::EventBus": "arn:aws:events:eu-central-1:1:event-bus/darkroom-prod-events",
    "AWS::Events::Rule": "arn:aws:events:eu-central-1:1:rule/darkroom-prod-events/darkroom-prod-events-R-1",
    "AWS::IAM::ManagedPolicy": "arn:aws:iam::1:policy/darkroom-prod-workflow-Start-1",
    "AWS::IAM::Role": "arn:aws:iam::1:role/darkroom-prod-access-SweepRole-1",
    "AWS::KMS::Key": ANY,
    "AWS::Lambda::EventInvokeConfig": "arn:aws:lambda:eu-central-1:1:function:darkroom-prod-sweep",
    "AWS::Logs::LogGroup": "arn:aws:logs:eu-central-1:1:log-group:/aws/vendedlogs/states/darkroom-prod",
    "AWS::Logs::ResourcePolicy": ANY,
    "AWS::S3::Bucket": "arn:aws:s3:::darkroom-prod-uploadbucket-1",
    "AWS::S3::BucketPolicy": "arn:aws:s3:::darkroom-prod-uploadbucket-1",
    "AWS::SNS::Subscription": "arn:aws:sns:eu-central-1:1:darkroom-prod-operations-Alarms-1",
    "AWS::SNS::Topic": "arn:aws:sns:eu-central-1:1:darkroom-prod-operations-Alarms-1",
    "AWS::SNS::TopicPolicy": "arn:aws:sns:eu-central-1:1:darkroom-prod-operations-Alarms-1",
    "AWS::SQS::Queue": "arn:aws:sqs:eu-central-1:1:darkroom-prod-FailuresQueue-1",
    "AWS::SQS::QueuePolicy": "arn:aws:sqs:eu-central-1:1:darkroom-prod-FailuresQueue-1",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:eu-central-1:1:stateMachine:darkroom-prod",
}
# Of properties that our templates do not use.
NOT_ASKED = frozenset(
    {
        "cloudfront:CreateConnectionGroup",
        "cloudfront:CreateDistributionWithTags",
        "cloudfront:GetConnectionGroup",
        "cloudfront:GetVpcOrigin",
        "cloudfront:UpdateDistributionWithStagingConfig",
        "iam:AttachGroupPolicy",
        "iam:AttachUserPolicy",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DetachGroupPolicy",
        "iam:DetachUserPolicy",
        "iam:PutRolePermissionsBoundary",
    }
)
SERVICES = {"StepFunctions": "states"}


def types() -> set[str]:
    found = (re.findall(r"Type: (AWS::\w+::\w+)", path.read_text("utf-8")) for path in INFRA.glob("*.yaml"))
    return {each for kinds in found for each in kinds}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    read = (json.loads(path.read_bytes()) for path in _SCHEMAS.iterdir() if path.name.endswith(".json"))
    return {schema["typeName"]: schema for schema in read if schema.get("typeName") in ARNS}


def test_every_type_of_the_templates_is_looked_at() -> None:
    assert types() == ARNS.keys()


@pytest.mark.parametrize("kind", sorted(ARNS))
def test_cloudformation_may_make_change_and_remove_what_the_templates_have(
    kind: str, schemas: dict[str, Any]
) -> None:
    _, service, _ = kind.split("::")
    own = f"{SERVICES.get(service, service.lower())}:"
    handlers = schemas[kind]["handlers"]
    asked = {
        each
        for name in ("create", "read", "update", "delete")
        for each in handlers.get(name, {}).get("permissions", ())
    }
    mine = {action for action in asked if action.startswith(own)} - NOT_ASKED
    assert mine
    assert {action for action in mine if not (allowed(action, ARNS[kind]) or allowed(action, ANY))} == set()


def test_roles_can_be_handed_to_functions() -> None:
    assert allowed("iam:PassRole", ARNS["AWS::IAM::Role"])


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("iam:CreateRole", "arn:aws:iam::1:role/administrator"),
        ("iam:CreateUser", "arn:aws:iam::1:user/darkroom-prod"),
        ("s3:GetObject", "arn:aws:s3:::payroll/2026.csv"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-central-1:1:function:other"),
    ],
)
def test_what_is_not_darkrooms_is_out_of_reach(action: str, arn: str) -> None:
    assert not allowed(action, arn)


def test_it_fits_into_a_managed_policy() -> None:
    assert len("".join(POLICY.read_text("utf-8").split())) <= MAX_CHARACTERS


def test_the_guide_names_it() -> None:
    assert "infra/deployer.json" in (ROOT / "docs" / "deploy.md").read_text("utf-8")
