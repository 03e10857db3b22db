"""What several layers of tests share."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from chalice.app import Chalice

from local.account import sdk_environment
from local.aws import AwsServer, Clients, connect
from local.event_rules import EventResources, create_event_resources
from local.resources import Resources, create_resources

PREFIX = "images/"
# an origin whose pages may call the API
PAGE = "https://page.example"


@dataclass(frozen=True)
class Aws:
    """moto's server with the resources that the templates describe."""

    clients: Clients
    resources: Resources
    environment: dict[str, str]
    announcing: EventResources


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    with AwsServer(0) as server:
        clients = connect(server.url)
        resources = create_resources(clients, PREFIX)
        announcing = create_event_resources(clients)
        environment = {
            **sdk_environment(server.url),
            "UPLOAD_BUCKET": resources.upload_bucket,
            "DEST_BUCKET": resources.dest_bucket,
            "IMAGES_TABLE": resources.images_table,
            "TOKENS_TABLE": resources.tokens_table,
            "FAILURES_QUEUE": resources.failures_queue,
            "PROCESS_FUNCTION": resources.process_function,
            "CORS_ORIGINS": PAGE,
            **announcing.environment,
        }
        yield Aws(clients, resources, environment, announcing)


@pytest.fixture(scope="module")
def deployed_app(aws: Aws) -> Iterator[Chalice]:
    """The app as Lambda loads it, in the environment that its functions have.

    For one module: what other tests start must not inherit the environment.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        from app import app  # noqa: PLC0415 - its decorators read the environment when it is imported

        yield app
