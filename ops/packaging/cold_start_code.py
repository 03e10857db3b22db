"""The code that each function runs in a cold start, and the share of boto3 in it."""

from collections.abc import Mapping
from types import MappingProxyType

# Settings that suffice to load the app, which makes no calls to AWS.
ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "UPLOAD_BUCKET": "uploads",
        "DEST_BUCKET": "processed",
        "IMAGES_TABLE": "images",
        "TOKENS_TABLE": "tokens",
        "FAILURES_QUEUE": "failures",
        "DEFERRED_QUEUE": "deferred",
        "ERASURES_QUEUE": "erasures",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
)

_DARKROOM = "import app; from chalicelib.bootstrap import darkroom; d = darkroom(); d.invocations; "

COLD_STARTS: Mapping[str, str] = MappingProxyType(
    {
        "process_upload": f"{_DARKROOM} d.pipeline",
        "api_handler": f"{_DARKROOM} d.upload_forms, d.lookup",
        "authorize": "import chalicelib.entrypoints.authorizer;"
        " from chalicelib.bootstrap.access import access; access().authenticator",
    }
)

# What every function needs that uses S3 or DynamoDB through boto3.
TWO_CLIENTS = "import boto3; boto3.client('s3'); boto3.client('dynamodb')"
ONE_CLIENT = "import boto3; boto3.client('dynamodb')"
