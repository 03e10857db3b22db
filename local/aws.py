"""Runs moto's server, which emulates AWS in memory, on the loopback interface."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boto3.session import Session
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from local.account import CREDENTIALS, REGION
from local.aws_pages import PageFilter
from local.keep_alive import KeepAliveHandler
from local.moto_patches import patch_moto
from local.moto_performance import speed_up_moto
from local.network import LOOPBACK, choose_port, serving

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class AwsServer:
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
    with serving(make_server(LOOPBACK, port, pages, threaded=True, request_handler=KeepAliveHandler)):
        yield AwsServer(f"http://{LOOPBACK}:{port}", pages)


@dataclass(frozen=True)
class Clients:
    """boto3 clients for the services that the stack uses."""

    cloudformation: "CloudFormationClient"
    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    stepfunctions: "SFNClient"


def connect(url: str) -> Clients:
    """Return clients for the server at `url`, regardless of the user's AWS settings."""
    session = Session(CREDENTIALS, CREDENTIALS, region_name=REGION)
    return Clients(
        cloudformation=session.client("cloudformation", endpoint_url=url),
        dynamodb=session.client("dynamodb", endpoint_url=url),
        s3=session.client("s3", endpoint_url=url),
        sqs=session.client("sqs", endpoint_url=url),
        stepfunctions=session.client("stepfunctions", endpoint_url=url),
    )
