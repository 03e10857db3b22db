"""Create boto3 clients. The composition root creates each once per process."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import NoCredentialsError
from botocore.handlers import add_expect_header

from chalicelib import VERSION

if TYPE_CHECKING:
    from botocore.credentials import ReadOnlyCredentials
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

    from chalicelib.aws.parameter_store import ParameterStore


# An attempt must time out well before its caller does, so that another one has time: the function that
# processes uploads runs for 60 seconds by default, and API Gateway waits 29 seconds at most for the API.
_TIMEOUTS = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 3},
    # botocore would build its own text twice for each call, which takes an eighth of the call's CPU time.
    user_agent=f"Boto3/{boto3.__version__} darkroom/{VERSION}",
)
_SHORT_TIMEOUTS = _TIMEOUTS.merge(Config(read_timeout=4))
# The function that renders on demand runs for 25 seconds at most. A retry would start it once more.
_ONE_ATTEMPT = Config(read_timeout=26, retries={"mode": "standard", "total_max_attempts": 1})


def s3_client(*, on_aws: bool) -> "S3Client":
    """Create the client for S3 or, if not `on_aws`, for a compatible server.

    On AWS, forms and URLs must be signed for the bucket's regional host name, which is not boto3's default.
    Compatible servers expect path-style URLs.
    """
    signing = Config(signature_version="s3v4", s3={"addressing_style": "virtual" if on_aws else "path"})
    client = boto3.client("s3", config=_TIMEOUTS.merge(signing))
    # With `Expect: 100-continue`, each variant would wait for a round trip before its few bytes are sent.
    client.meta.events.unregister("before-call.s3", add_expect_header)
    return client


def credentials() -> "ReadOnlyCredentials":
    """Return the current credentials of the clients. Raises botocore's NoCredentialsError."""
    if boto3.DEFAULT_SESSION is None:
        boto3.setup_default_session()
    found = boto3.DEFAULT_SESSION.get_credentials() if boto3.DEFAULT_SESSION else None
    if found is None:
        raise NoCredentialsError
    return found.get_frozen_credentials()


def dynamodb_client() -> "DynamoDBClient":
    """Create the client for DynamoDB.

    It does not check the types of parameters, which mypy does: that would take a tenth of a write's CPU time.
    """
    return boto3.client("dynamodb", config=_SHORT_TIMEOUTS.merge(Config(parameter_validation=False)))


def events_client() -> "EventBridgeClient":
    """Create the client for EventBridge."""
    return boto3.client("events", config=_SHORT_TIMEOUTS)


def lambda_client() -> "LambdaClient":
    """Create the client for Lambda."""
    return boto3.client("lambda", config=_SHORT_TIMEOUTS)


def rendering_client() -> "LambdaClient":
    """Create the client for Lambda that waits for a rendering on demand."""
    return boto3.client("lambda", config=_TIMEOUTS.merge(_ONE_ATTEMPT))


def ssm_client() -> "ParameterStore":
    """Create the client for SSM."""
    client: ParameterStore = boto3.client("ssm", config=_SHORT_TIMEOUTS)
    return client


def cloudfront_client() -> "CloudFrontClient":
    """Create the client for CloudFront."""
    return boto3.client("cloudfront", config=_TIMEOUTS)


def sqs_client() -> "SQSClient":
    """Create the client for SQS."""
    return boto3.client("sqs", config=_SHORT_TIMEOUTS)


def stepfunctions_client() -> "SFNClient":
    """Create the client for Step Functions."""
    return boto3.client("stepfunctions", config=_SHORT_TIMEOUTS)


def rekognition_client() -> "RekognitionClient":
    """Create the client for Rekognition."""
    return boto3.client("rekognition", config=_TIMEOUTS)
