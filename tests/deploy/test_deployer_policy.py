"""infra/deployer.json suffices to deploy every template, according to AWS's resource schemas."""

import json
import re
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Any

import pytest

from local.process import ROOT
from ops.packaging.release import templates
from tests.deploy.deployer_policy import ANY, POLICY, allowed, listed

_SCHEMAS = files("cfnlint") / "data" / "schemas" / "resources"
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MAX_CHARACTERS = 6_144

# An example ARN of each resource type in our templates. Some types can't have a name that starts with ours.
ARNS = {
    "AWS::ApiGateway::BasePathMapping": "arn:aws:apigateway:eu-central-1::/domainnames/a.b/basepathmappings",
    "AWS::ApiGateway::Deployment": "arn:aws:apigateway:eu-central-1::/restapis/1/deployments",
    "AWS::ApiGateway::DomainName": "arn:aws:apigateway:eu-central-1::/domainnames",
    "AWS::ApiGateway::RestApi": "arn:aws:apigateway:eu-central-1::/restapis",
    "AWS::ApiGateway::Stage": "arn:aws:apigateway:eu-central-1::/restapis/1/stages/prod",
    "AWS::Budgets::Budget": "arn:aws:budgets::1:budget/darkroom-prod-eu-central-1",
    "AWS::CloudFormation::Stack": "arn:aws:cloudformation:eu-central-1:1:stack/darkroom-prod-Access-1/2",
    "AWS::CloudFront::CachePolicy": ANY,
    "AWS::CloudFront::Distribution": ANY,
    "AWS::CloudFront::Function": ANY,
    "AWS::CloudFront::KeyValueStore": ANY,
    "AWS::CloudFront::OriginAccessControl": ANY,
    "AWS::CloudFront::OriginRequestPolicy": ANY,
    "AWS::CloudWatch::Alarm": "arn:aws:cloudwatch:eu-central-1:1:alarm:darkroom-prod-operations-Alarm-1",
    "AWS::CloudWatch::Dashboard": "arn:aws:cloudwatch::1:dashboard/darkroom-prod-eu-central-1",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:eu-central-1:1:table/darkroom-prod-ImagesTable-1",
    "AWS::Events::EventBus": "arn:aws:events:eu-central-1:1:event-bus/darkroom-prod-events",
    "AWS::Events::Rule": "arn:aws:events:eu-central-1:1:rule/darkroom-prod-events/darkroom-prod-events-R-1",
    "AWS::IAM::ManagedPolicy": "arn:aws:iam::1:policy/darkroom-prod-workflow-Start-1",
    "AWS::IAM::Role": "arn:aws:iam::1:role/darkroom-prod-access-SweepRole-1",
    "AWS::KMS::Key": ANY,
    "AWS::Lambda::EventInvokeConfig": "arn:aws:lambda:eu-central-1:1:function:darkroom-prod-sweep",
    "AWS::Lambda::EventSourceMapping": "arn:aws:lambda:eu-central-1:1:event-source-mapping:1",
    "AWS::Lambda::Function": "arn:aws:lambda:eu-central-1:1:function:darkroom-prod-sweep",
    "AWS::Lambda::Permission": "arn:aws:lambda:eu-central-1:1:function:darkroom-prod-sweep",
    "AWS::Logs::LogGroup": "arn:aws:logs:eu-central-1:1:log-group:/aws/vendedlogs/states/darkroom-prod",
    "AWS::S3::Bucket": "arn:aws:s3:::darkroom-prod-uploadbucket-1",
    "AWS::S3::BucketPolicy": "arn:aws:s3:::darkroom-prod-uploadbucket-1",
    "AWS::SNS::Subscription": "arn:aws:sns:eu-central-1:1:darkroom-prod-operations-Alarms-1",
    "AWS::SNS::Topic": "arn:aws:sns:eu-central-1:1:darkroom-prod-operations-Alarms-1",
    "AWS::SNS::TopicPolicy": "arn:aws:sns:eu-central-1:1:darkroom-prod-operations-Alarms-1",
    "AWS::SQS::Queue": "arn:aws:sqs:eu-central-1:1:darkroom-prod-FailuresQueue-1",
    "AWS::SQS::QueuePolicy": "arn:aws:sqs:eu-central-1:1:darkroom-prod-FailuresQueue-1",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:eu-central-1:1:stateMachine:darkroom-prod",
    "AWS::WAFv2::WebACL": "arn:aws:wafv2:us-east-1:1:global/webacl/darkroom-prod-cdn/1",
    "AWS::WAFv2::WebACLAssociation": "arn:aws:wafv2:eu-central-1:1:regional/webacl/darkroom-prod/1",
}
# Only for properties that our templates do not use.
NOT_NEEDED = frozenset(
    {
        "apigateway:UpdateRestApiPolicy",
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
        "lambda:GetLayerVersion",
        "lambda:PassCapacityProvider",
    }
)
SERVICES = {"StepFunctions": "states"}
# https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
SERVICE_LINKED_ROLE = (
    "arn:aws:iam::1:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway"
)


def resources_like(arn: str) -> set[str]:
    """Return the policy's resources that match an ARN."""
    statements = json.loads(POLICY.read_bytes())["Statement"]
    patterns = {each for statement in statements for each in listed(statement["Resource"])}
    return {each for each in patterns if fnmatchcase(arn, each)}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    read = (json.loads(path.read_bytes()) for path in _SCHEMAS.iterdir() if path.name.endswith(".json"))
    return {schema["typeName"]: schema for schema in read if schema.get("typeName") in ARNS}


def test_every_resource_type_in_a_release_has_an_arn() -> None:
    # JSON or YAML
    found = (re.findall(r'\bType"?: ?"?(AWS::\w+::\w+)', each) for each in templates(ROOT, "1.2.3").values())
    assert {kind for kinds in found for kind in kinds} == ARNS.keys()


@pytest.mark.parametrize("kind", sorted(ARNS))
def test_the_policy_allows_managing_every_resource_type(kind: str, schemas: dict[str, Any]) -> None:
    _, service, _ = kind.split("::")
    own = f"{SERVICES.get(service, service.lower())}:"
    handlers = schemas[kind]["handlers"]
    required = {
        each
        for name in ("create", "read", "update", "delete")
        for each in handlers.get(name, {}).get("permissions", ())
    }
    mine = {action for action in required if action.startswith(own)} - NOT_NEEDED
    assert mine
    assert {action for action in mine if not (allowed(action, ARNS[kind]) or allowed(action, ANY))} == set()


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("iam:CreateServiceLinkedRole", SERVICE_LINKED_ROLE),
        ("iam:PassRole", ARNS["AWS::IAM::Role"]),
        # https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
        ("apigateway:SetWebACL", ARNS["AWS::ApiGateway::Stage"]),
        ("wafv2:AssociateWebACL", ARNS["AWS::ApiGateway::Stage"]),
        ("wafv2:DisassociateWebACL", ARNS["AWS::ApiGateway::Stage"]),
    ],
)
def test_the_policy_allows_what_the_schemas_do_not_list(action: str, arn: str) -> None:
    assert allowed(action, arn)


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("kind", sorted(ARNS))
def test_the_policy_is_the_same_in_every_partition(kind: str, partition: str) -> None:
    arn = ARNS[kind]
    assert resources_like(arn.replace("arn:aws:", f"arn:{partition}:")) == resources_like(arn) != set()


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("iam:CreateRole", "arn:aws:iam::1:role/administrator"),
        ("iam:CreateUser", "arn:aws:iam::1:user/darkroom-prod"),
        ("s3:GetObject", "arn:aws:s3:::payroll/2026.csv"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-central-1:1:function:other"),
    ],
)
def test_the_policy_does_not_allow_access_to_other_resources(action: str, arn: str) -> None:
    assert not allowed(action, arn)


def test_the_policy_fits_into_a_managed_policy() -> None:
    assert len("".join(POLICY.read_text("utf-8").split())) <= MAX_CHARACTERS


def test_the_deployment_guide_mentions_the_policy() -> None:
    assert "infra/deployer.json" in (ROOT / "docs" / "deploy.md").read_text("utf-8")
