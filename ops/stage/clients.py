"""boto3's clients for the services that a deployment needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boto3.session import Session

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sts import STSClient


@dataclass(frozen=True, kw_only=True)
class Clients:
    """All of one account and region."""

    region: str
    apigateway: "APIGatewayClient"
    cloudformation: "CloudFormationClient"
    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    sts: "STSClient"


def connect() -> Clients:
    """Make the clients as the environment and the user's profile say. Raises NoRegionError."""
    session = Session()
    return Clients(
        # without one the first client raises NoRegionError, which says what to do
        region=session.region_name or "",
        apigateway=session.client("apigateway"),
        cloudformation=session.client("cloudformation"),
        dynamodb=session.client("dynamodb"),
        s3=session.client("s3"),
        sqs=session.client("sqs"),
        sts=session.client("sts"),
    )
