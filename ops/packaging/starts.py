"""What each function does before its first event can be served, and what of it Lambda's own part is."""

from collections.abc import Mapping
from types import MappingProxyType

# Settings that let the app load; no call is made.
ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "UPLOAD_BUCKET": "uploads",
        "DEST_BUCKET": "processed",
        "IMAGES_TABLE": "images",
        "TOKENS_TABLE": "tokens",
        "FAILURES_QUEUE": "failures",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
)

_WIRED = "import app; from chalicelib.bootstrap import darkroom; d = darkroom(); d.invocations; "

STARTS: Mapping[str, str] = MappingProxyType(
    {
        "process_upload": f"{_WIRED} d.pipeline",
        "api_handler": f"{_WIRED} d.upload_forms, d.lookup, d.reprocess, d.delete",
        "authorize": "import chalicelib.entrypoints.authorizer;"
        " from chalicelib.bootstrap.access import access; access().authenticator",
    }
)

# What no function that talks to S3 and DynamoDB by boto3 can do without.
CLIENTS = "import boto3; boto3.client('s3'); boto3.client('dynamodb')"
CLIENT = "import boto3; boto3.client('dynamodb')"
