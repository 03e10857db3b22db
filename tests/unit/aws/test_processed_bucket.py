"""Responses of S3 that the emulators do not give."""

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.output_urls import PublicUrls
from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.errors import ServiceUnavailable
from local.account import CREDENTIALS, REGION


@pytest.mark.parametrize("code", ["404", "403"])
def test_an_output_that_may_not_be_there_is_not_there(code: str) -> None:
    """Without s3:ListBucket, S3 denies access to what is missing. Storing it again does no harm."""
    client = boto3.client("s3", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS)
    with Stubber(client) as stubber:
        stubber.add_client_error("head_object", code)
        outputs = S3OutputStorage(client, "bucket", url_of=PublicUrls("https://cdn.example"))
        assert outputs.newest("key") is None


def test_a_failed_lookup_is_retried() -> None:
    client = boto3.client("s3", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS)
    outputs = S3OutputStorage(client, "bucket", url_of=PublicUrls("https://cdn.example"))
    with Stubber(client) as stubber:
        stubber.add_client_error("head_object", "500")
        with pytest.raises(ServiceUnavailable):
            outputs.newest("key")
