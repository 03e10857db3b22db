"""Signed URLs as the API signs them."""

from typing import TYPE_CHECKING

from botocore.credentials import Credentials

from chalicelib.aws.output_urls import PresignedUrls
from chalicelib.bootstrap.clock import now
from local.account import CREDENTIALS

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def presigned_urls(
    client: "S3Client", bucket: str, key_id: str = CREDENTIALS, secret_key: str = CREDENTIALS
) -> PresignedUrls:
    """Sign URLs that live for 60 seconds."""
    credentials = Credentials(key_id, secret_key).get_frozen_credentials
    return PresignedUrls(
        client=client, bucket=bucket, credentials=credentials, lifetime=60, signing_clock=now
    )
