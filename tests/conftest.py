"""Fixtures that several test folders share."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from chalice.app import Chalice

import tests.unset_aws_profile  # noqa: F401 - before moto is imported
from local.account import sdk_environment
from local.aws import Clients, connect, serving_aws
from local.aws_pages import PageAccess
from local.event_rules import EventResources, create_event_resources
from local.resources import Resources, create_resources
from tests.cdn import Cdn, create_cdn

pytest_plugins = ["tests.environment", "tests.hypothesis_profile", "tests.processes"]

PREFIX = "images/"
# an origin that CORS allows
PAGE = "https://page.example"


@dataclass(frozen=True)
class Aws:
    """moto's server with the resources of the templates, and the environment of the functions."""

    clients: Clients
    resources: Resources
    environment: dict[str, str]
    events: EventResources
    cdn: Cdn


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    with serving_aws(0) as server:
        clients = connect(server.url)
        resources = create_resources(clients, PREFIX)
        events = create_event_resources(clients)
        cdn = create_cdn(clients, server.url)
        server.pages.access = PageAccess({PAGE}, resources.upload_bucket, resources.dest_bucket)
        environment = {
            **sdk_environment(server.url),
            **resources.environment(),
            "CORS_ORIGINS": PAGE,
            **events.environment,
            **cdn.environment,
        }
        yield Aws(clients, resources, environment, events, cdn)


@pytest.fixture(scope="module")
def deployed_app(aws: Aws) -> Iterator[Chalice]:
    """The app as Lambda loads it, with the environment of its functions.

    Module scope, because processes that other tests start must not inherit the environment.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        from app import app  # noqa: PLC0415 - importing it reads the environment

        yield app
