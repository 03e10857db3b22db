"""What the contract tests need from an emulator of AWS: the resources of the templates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from boto3.session import Session

from local import event_rules, resources
from local.account import CREDENTIALS, REGION, STAGE
from local.aws import Clients, connect
from local.template import resource_properties
from local.workflow import STATE_MACHINE
from tests.conftest import Aws

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient

STORAGE, EVENTS = resources.TEMPLATE, event_rules.TEMPLATE
_TABLES = {"ImagesTable": STORAGE, "TokensTable": STORAGE, "WebhooksTable": EVENTS}
# Properties that the API of DynamoDB takes as CloudFormation does.
_SCHEMA = ("AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes", "KeySchema")


@dataclass(frozen=True)
class Tables:
    """The names of the tables, and a client for them."""

    client: "DynamoDBClient"
    images: str
    tokens: str
    webhooks: str


@dataclass(frozen=True)
class Emulator:
    """An emulator of all services that the adapters use."""

    url: str
    clients: Clients
    upload_bucket: str
    dest_bucket: str
    tables: Tables


def of_moto(aws: Aws) -> Emulator:
    """Return moto, with the resources that it shares with other tests."""
    names = aws.resources
    tables = Tables(
        aws.clients.dynamodb, names.images_table, names.tokens_table, aws.environment["WEBHOOKS_TABLE"]
    )
    return Emulator(
        aws.environment["AWS_ENDPOINT_URL"], aws.clients, names.upload_bucket, names.dest_bucket, tables
    )


def with_stacks(url: str) -> Emulator:
    """Return the emulator at this URL, after creating the stacks of the templates."""
    clients = connect(url)
    _create_role(url, STATE_MACHINE)
    names = {
        **_create_stack(clients.cloudformation, "darkroom-local", STORAGE),
        **_create_stack(clients.cloudformation, "darkroom-local-events", EVENTS, Stage=STAGE),
    }
    tables = Tables(clients.dynamodb, names["ImagesTable"], names["TokensTable"], names["WebhooksTable"])
    return Emulator(url, clients, names["UploadBucket"], names["DestBucket"], tables)


def with_tables(url: str) -> Tables:
    """Return the emulator of DynamoDB at this URL, after creating the tables of the templates."""
    client = connect(url).dynamodb
    for name, template in _TABLES.items():
        properties: Mapping[str, Any] = resource_properties(template)[name]
        client.create_table(
            TableName=name, **{each: properties[each] for each in _SCHEMA if each in properties}
        )
        client.get_waiter("table_exists").wait(TableName=name)
    return Tables(client, *_TABLES)


def tables_on(request: pytest.FixtureRequest) -> Tables:
    """Return the tables of the emulator that a test's parameter names."""
    emulator: Emulator | Tables = request.getfixturevalue(request.param)
    return emulator.tables if isinstance(emulator, Emulator) else emulator


def _create_role(url: str, name: str) -> None:
    """Create a role that Step Functions may assume; unlike moto, MiniStack checks that it exists."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "states.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam = Session(CREDENTIALS, CREDENTIALS, region_name=REGION).client("iam", endpoint_url=url)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy)


def _create_stack(
    client: "CloudFormationClient", name: str, template: Path, **parameters: str
) -> dict[str, str]:
    """Create a stack; return its outputs."""
    client.create_stack(
        StackName=name,
        TemplateBody=template.read_text("utf-8"),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    (stack,) = client.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
