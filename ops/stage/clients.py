"""boto3's clients for the services that a deployment needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boto3.session import Session
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sts import STSClient

# API Gateway takes one deployment in five seconds, and Chalice has just made one:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
ATTEMPTS = 10


@dataclass(frozen=True, kw_only=True)
class Clients:
    """All of one account and region."""

    region: str
    apigateway: "APIGatewayClient"
    cloudformation: "CloudFormationClient"
    dynamodb: "DynamoDBClient"
    functions: "LambdaClient"
    logs: "CloudWatchLogsClient"
    s3: "S3Client"
    sqs: "SQSClient"
    sts: "STSClient"


def connect() -> Clients:
    """Make the clients as the environment and the user's profile say. Raises NoRegionError."""
    session = Session()
    config = Config(retries={"mode": "standard", "total_max_attempts": ATTEMPTS})
    return Clients(
        # without one the first client raises NoRegionError, which says what to do
        region=session.region_name or "",
        apigateway=session.client("apigateway", config=config),
        cloudformation=session.client("cloudformation", config=config),
        dynamodb=session.client("dynamodb", config=config),
        functions=session.client("lambda", config=config),
        logs=session.client("logs", config=config),
        s3=session.client("s3", config=config),
        sqs=session.client("sqs", config=config),
        sts=session.client("sts", config=config),
    )
