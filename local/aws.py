"""Runs moto's server, which emulates AWS in memory, on the loopback interface, and connects to it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from boto3.session import Session
from botocore.config import Config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from msgspec import Struct

from local.account import CREDENTIALS, REGION
from local.aws_pages import PageFilter
from local.keep_alive import keep_alive_server
from local.moto_patches import patch_moto
from local.moto_performance import speed_up_moto
from local.network import LOOPBACK, choose_port, serving

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

CONNECTIONS = 128


class AwsServer(Struct, frozen=True):
    """moto's running server, and its filter for requests of pages."""

    url: str
    pages: PageFilter


@contextmanager
def serving_aws(port: int) -> Iterator[AwsServer]:
    """Serve on this port, any free one for 0. Raises PortTaken.

    moto keeps its data in classes, so it lasts until the process ends.
    """
    port = choose_port(port)
    pages = PageFilter(DomainDispatcherApplication(create_backend_app), port)
    # otherwise several lines per resource type that moto does not support
    logging.getLogger("moto").setLevel(logging.ERROR)
    patch_moto()
    speed_up_moto()
    # moto's Step Functions call its Lambda on this port
    os.environ["MOTO_PORT"] = str(port)
    with serving(keep_alive_server(port, pages)):
        yield AwsServer(f"http://{LOOPBACK}:{port}", pages)


class Clients(Struct, frozen=True):
    """boto3 clients for the services that the stack uses, by the names of these."""

    cloudformation: "CloudFormationClient"
    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    stepfunctions: "SFNClient"


def connect(url: str) -> Clients:
    """Return clients for the server at `url`, regardless of the user's AWS settings."""
    return Clients(*(client(service, url) for service in Clients.__struct_fields__))


def client(service: str, url: str) -> Any:  # noqa: ANN401 - any service's
    """Return a client for many threads, regardless of the user's AWS settings."""
    session: Any = Session(CREDENTIALS, CREDENTIALS, region_name=REGION)
    return session.client(service, endpoint_url=url, config=Config(max_pool_connections=CONNECTIONS))


class Queue(Struct, frozen=True):
    """One SQS queue."""

    url: str
    arn: str

    @property
    def name(self) -> str:
        """The last part of the ARN."""
        return self.arn.rpartition(":")[2]


def existing_queue(sqs: "SQSClient", name: str) -> Queue:
    """Return the queue with this name."""
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return Queue(url=url, arn=attributes["QueueArn"])
