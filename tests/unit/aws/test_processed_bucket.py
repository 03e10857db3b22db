"""Responses of S3 that the emulators do not give."""

from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.output_urls import PublicUrls
from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import StoredOutput
from local.account import CREDENTIALS, REGION

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@pytest.fixture
def client() -> "S3Client":
    return boto3.client("s3", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS)


@pytest.fixture
def outputs(client: "S3Client") -> S3OutputStorage:
    return S3OutputStorage(client, "bucket", url_of=PublicUrls("https://cdn.example"))


def put_new(outputs: S3OutputStorage) -> StoredOutput | None:
    return outputs.put_new("key", b"1", content_type="image/jpeg", disposition="inline", cache_tag="tag")


@pytest.mark.parametrize("code", ["404", "403"])
def test_an_output_that_may_not_be_there_is_not_there(
    client: "S3Client", outputs: S3OutputStorage, code: str
) -> None:
    """Without s3:ListBucket, S3 denies access to what is missing. Storing it again does no harm."""
    with Stubber(client) as stubber:
        stubber.add_client_error("head_object", code)
        assert outputs.newest("key") is None


def test_a_failed_lookup_is_retried(client: "S3Client", outputs: S3OutputStorage) -> None:
    with Stubber(client) as stubber:
        stubber.add_client_error("head_object", "500")
        with pytest.raises(ServiceUnavailable):
            outputs.newest("key")


def test_a_conditional_write_is_repeated_after_a_conflict(
    client: "S3Client", outputs: S3OutputStorage
) -> None:
    with Stubber(client) as stubber:
        for _ in range(3):
            stubber.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        stubber.add_response("put_object", {"VersionId": "v1"})
        assert put_new(outputs) == StoredOutput(key="key", version_id="v1")


def test_an_output_that_is_there_after_a_conflict_stays(client: "S3Client", outputs: S3OutputStorage) -> None:
    with Stubber(client) as stubber:
        stubber.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        stubber.add_client_error("put_object", "PreconditionFailed", http_status_code=412)
        assert put_new(outputs) is None


def test_a_conditional_write_ends_after_four_conflicts(client: "S3Client", outputs: S3OutputStorage) -> None:
    with Stubber(client) as stubber:
        for _ in range(4):
            stubber.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        with pytest.raises(ServiceUnavailable, match="ConditionalRequestConflict"):
            put_new(outputs)
        stubber.assert_no_pending_responses()


def test_any_other_error_of_a_conditional_write_is_not_repeated(
    client: "S3Client", outputs: S3OutputStorage
) -> None:
    with Stubber(client) as stubber:
        stubber.add_client_error("put_object", "AccessDenied", http_status_code=403)
        with pytest.raises(ServiceUnavailable, match="AccessDenied"):
            put_new(outputs)
