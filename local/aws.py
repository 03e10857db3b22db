"""AWS on this machine: moto's server on the loopback interface, all data in memory."""

import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from boto3.session import Session
from moto.server import ThreadedMotoServer

from local.account import CREDENTIALS, REGION
from local.moto_patches import correct_moto
from local.network import LOOPBACK, choose_port

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient


class AwsServer:
    """moto's server in threads of this process."""

    def __init__(self, port: int) -> None:
        """Choose the port; 0 takes a free one. Raises PortTaken."""
        self._port = choose_port(port)
        self._server = ThreadedMotoServer(LOOPBACK, self._port, verbose=False)
        self.url = f"http://{LOOPBACK}:{self._port}"

    def __enter__(self) -> Self:
        """Start; requests are answered from here on."""
        # else a line for every request, and several for each kind of resource that moto leaves out
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        logging.getLogger("moto").setLevel(logging.ERROR)
        correct_moto()
        # where moto's Step Functions look for its Lambda
        os.environ["MOTO_PORT"] = str(self._port)
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop. The data, which moto keeps in its classes, goes with the process."""
        self._server.stop()


@dataclass(frozen=True)
class Clients:
    """boto3's clients for the services that the stack uses."""

    cloudformation: "CloudFormationClient"
    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    stepfunctions: "SFNClient"


def connect(url: str) -> Clients:
    """Make clients for the server at `url`, whatever AWS settings the user has."""
    session = Session(CREDENTIALS, CREDENTIALS, region_name=REGION)
    return Clients(
        cloudformation=session.client("cloudformation", endpoint_url=url),
        dynamodb=session.client("dynamodb", endpoint_url=url),
        s3=session.client("s3", endpoint_url=url),
        sqs=session.client("sqs", endpoint_url=url),
        stepfunctions=session.client("stepfunctions", endpoint_url=url),
    )
