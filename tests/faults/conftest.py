"""Test harnesses: the adapters on moto, with clients created as in production."""

from uuid import uuid4

import pytest

from chalicelib.aws import clients
from tests.conftest import PREFIX, Aws
from tests.faults.harness import Harness, settings_from


def make_harness(aws: Aws, *, sdk_retries: bool) -> Harness:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        s3, dynamodb = clients.s3_client(on_aws=False), clients.dynamodb_client()
    settings = settings_from(aws.environment)
    harness = Harness(s3=s3, dynamodb=dynamodb, test_s3=aws.clients.s3, settings=settings)
    for client, service in ((s3, "s3"), (dynamodb, "dynamodb")):
        harness.injector.attach(client)
        if not sdk_retries:
            client.meta.events.unregister(f"needs-retry.{service}", unique_id=f"retry-config-{service}")
    return harness


@pytest.fixture(scope="session")
def no_retry_harness(aws: Aws) -> Harness:
    """A harness without botocore's retries, so that every fault reaches our code."""
    return make_harness(aws, sdk_retries=False)


@pytest.fixture(scope="session")
def harness(aws: Aws) -> Harness:
    return make_harness(aws, sdk_retries=True)


@pytest.fixture
def key() -> str:
    return f"{PREFIX}{uuid4()}.jpg"
