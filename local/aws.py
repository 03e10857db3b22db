"""Runs moto's server, which emulates AWS in memory, on the loopback interface."""

import logging
import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from boto3.session import Session
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from local.account import CREDENTIALS, REGION
from local.aws_pages import PageFilter
from local.keep_alive import KeepAliveHandler
from local.moto_patches import patch_moto
from local.moto_performance import speed_up_moto
from local.network import LOOPBACK, choose_port

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient


class AwsServer:
    """moto's server, in threads of this process."""

    def __init__(self, port: int) -> None:
        """Choose the port, any free one for 0. Raises PortTaken."""
        self._port = choose_port(port)
        self.pages = PageFilter(DomainDispatcherApplication(create_backend_app), self._port)
        self.url = f"http://{LOOPBACK}:{self._port}"

    def __enter__(self) -> Self:
        """Start the server."""
        # otherwise several lines per resource type that moto does not support
        logging.getLogger("moto").setLevel(logging.ERROR)
        patch_moto()
        speed_up_moto()
        # moto's Step Functions call its Lambda on this port
        os.environ["MOTO_PORT"] = str(self._port)
        self._server = make_server(
            LOOPBACK, self._port, self.pages, threaded=True, request_handler=KeepAliveHandler
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server. moto keeps its data in classes, so it lasts until the process ends."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


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
