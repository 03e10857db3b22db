"""What several layers of tests share."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from local.account import sdk_environment
from local.announcing import Announcing, create_announcing
from local.aws import AwsServer, Clients, connect
from local.resources import Resources, create_resources

PREFIX = "images/"


@dataclass(frozen=True)
class Aws:
    """moto's server with the resources that the templates describe."""

    clients: Clients
    resources: Resources
    environment: dict[str, str]
    announcing: Announcing


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    with AwsServer(0) as server:
        clients = connect(server.url)
        resources = create_resources(clients, PREFIX)
        announcing = create_announcing(clients)
        environment = {
            **sdk_environment(server.url),
            "UPLOAD_BUCKET": resources.upload_bucket,
            "DEST_BUCKET": resources.dest_bucket,
            "IMAGES_TABLE": resources.images_table,
            "TOKENS_TABLE": resources.tokens_table,
            "FAILURES_QUEUE": resources.failures_queue,
            "PROCESS_FUNCTION": resources.process_function,
            **announcing.environment,
        }
        yield Aws(clients, resources, environment, announcing)
