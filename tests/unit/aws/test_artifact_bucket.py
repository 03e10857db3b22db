"""How S3's errors are translated. tests/contract checks everything else."""

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.artifact_bucket import S3ArtifactStorage
from chalicelib.errors import DarkroomError, ObjectNotFound, ServiceUnavailable


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        # what S3 returns for a missing object to a role that may not list the bucket
        ("AccessDenied", 403, ObjectNotFound),
        ("NoSuchVersion", 404, ObjectNotFound),
        ("InvalidArgument", 400, ObjectNotFound),
        ("SlowDown", 503, ServiceUnavailable),
        ("ExpiredToken", 400, ServiceUnavailable),
    ],
)
def test_only_errors_that_a_retry_can_resolve_are_transient(
    code: str, status: int, error: type[DarkroomError]
) -> None:
    client = boto3.client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",  # noqa: S106 - not a secret
    )
    s3 = Stubber(client)
    s3.add_client_error("get_object", service_error_code=code, http_status_code=status)
    with s3, pytest.raises(error):
        S3ArtifactStorage(client, "artifacts").read("presets.json", "v1", 100)
