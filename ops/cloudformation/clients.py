"""The boto3 clients of an account and region."""

from typing import TYPE_CHECKING

from boto3.session import Session
from botocore.config import Config
from msgspec import Struct

from ops.signing_keys.key_value_store import KeyValueClient
from ops.signing_keys.parameter import ParameterClient

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sts import STSClient

_ATTEMPTS = 10


class Clients(Struct, frozen=True, kw_only=True):
    """The clients that deployments use."""

    region: str
    cloudformation: "CloudFormationClient"
    dynamodb: "DynamoDBClient"
    events: "EventBridgeClient"
    functions: "LambdaClient"
    key_values: KeyValueClient
    parameters: ParameterClient
    s3: "S3Client"
    sqs: "SQSClient"
    sts: "STSClient"


def connect() -> Clients:
    """Create the clients with the environment's and the profile's settings. Raises NoRegionError."""
    session = Session()
    config = Config(retries={"mode": "standard", "total_max_attempts": _ATTEMPTS})
    return Clients(
        # Without a region, the first client raises NoRegionError.
        region=session.region_name or "",
        cloudformation=session.client("cloudformation", config=config),
        dynamodb=session.client("dynamodb", config=config),
        events=session.client("events", config=config),
        functions=session.client("lambda", config=config),
        key_values=session.client("cloudfront-keyvaluestore", config=config),
        parameters=session.client("ssm", config=config),
        s3=session.client("s3", config=config),
        sqs=session.client("sqs", config=config),
        sts=session.client("sts", config=config),
    )
