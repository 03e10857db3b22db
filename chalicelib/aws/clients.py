"""boto3's clients, made once per process by the composition root."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

# A call that hangs must end well before whoever waits for it is cut off: the function that processes
# uploads after 60 seconds, a caller of the API after API Gateway's 29.
_TIMEOUTS = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
_SHORT_TIMEOUTS = _TIMEOUTS.merge(Config(read_timeout=4))


def s3_client(*, on_aws: bool) -> "S3Client":
    """Make the client for S3, or for another server that speaks its protocol.

    Forms and URLs must be signed for the bucket's own regional host, which boto3 does not do unless
    told; another server has no such hosts.
    """
    signing = Config(signature_version="s3v4", s3={"addressing_style": "virtual" if on_aws else "path"})
    return boto3.client("s3", config=_TIMEOUTS.merge(signing))


def dynamodb_client() -> "DynamoDBClient":
    """Make the client for DynamoDB."""
    return boto3.client("dynamodb", config=_SHORT_TIMEOUTS)


def events_client() -> "EventBridgeClient":
    """Make the client for EventBridge."""
    return boto3.client("events", config=_SHORT_TIMEOUTS)


def lambda_client() -> "LambdaClient":
    """Make the client for Lambda."""
    return boto3.client("lambda", config=_SHORT_TIMEOUTS)


def sqs_client() -> "SQSClient":
    """Make the client for SQS."""
    return boto3.client("sqs", config=_SHORT_TIMEOUTS)


def stepfunctions_client() -> "SFNClient":
    """Make the client for Step Functions."""
    return boto3.client("stepfunctions", config=_SHORT_TIMEOUTS)


def rekognition_client() -> "RekognitionClient":
    """Make the client for Rekognition."""
    return boto3.client("rekognition", config=_TIMEOUTS)
