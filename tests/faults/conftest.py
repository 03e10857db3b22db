"""Stages: the adapters over moto, with clients made as in production."""

from uuid import uuid4

import pytest

from chalicelib.aws import clients
from tests.conftest import PREFIX, Aws
from tests.faults.stage import Stage, settings_from


def make_stage(aws: Aws, *, sdk_retries: bool) -> Stage:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        s3, dynamodb = clients.s3_client(on_aws=False), clients.dynamodb_client()
    settings = settings_from(aws.environment)
    stage = Stage(s3=s3, dynamodb=dynamodb, aside=aws.clients.s3, settings=settings)
    for client, service in ((s3, "s3"), (dynamodb, "dynamodb")):
        stage.injector.attach(client)
        if not sdk_retries:
            client.meta.events.unregister(f"needs-retry.{service}", unique_id=f"retry-config-{service}")
    return stage


@pytest.fixture(scope="session")
def bare_stage(aws: Aws) -> Stage:
    """Without botocore's own retries, so that every fault reaches the project's code."""
    return make_stage(aws, sdk_retries=False)


@pytest.fixture(scope="session")
def stage(aws: Aws) -> Stage:
    return make_stage(aws, sdk_retries=True)


@pytest.fixture
def key() -> str:
    return f"{PREFIX}{uuid4()}.jpg"
