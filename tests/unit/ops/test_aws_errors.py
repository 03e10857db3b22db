"""Errors in plain words."""

import pytest
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from chalicelib.aws.errors import translated
from chalicelib.errors import ConfigurationError, ServiceUnavailable
from ops.aws_errors import explain


def refusal(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "as AWS says it"}}, operation)


def as_ours(error: Exception) -> ServiceUnavailable:
    with pytest.raises(ServiceUnavailable) as caught, translated("Doing it"):
        raise error
    return caught.value


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (NoCredentialsError(), "no AWS credentials"),
        (NoRegionError(), "No AWS region"),
        (refusal("AccessDeniedException", "Invoke"), "lack a permission"),
        (refusal("AccessDenied", "ListObjectsV2"), "lack a permission"),
        (refusal("ExpiredToken", "Scan"), "Sign in again"),
        (refusal("NoSuchBucket", "ListObjectsV2"), "UPLOAD_BUCKET"),
        (refusal("ResourceNotFoundException", "Invoke"), "no such function"),
        (refusal("ResourceNotFoundException", "Scan"), "IMAGES_TABLE"),
    ],
)
def test_what_to_do_comes_first_and_what_was_reported_after(
    error: BotoCoreError | ClientError, advice: str
) -> None:
    for raised in (error, as_ours(error)):
        first, reported = explain(raised).split("\n")
        assert advice in first
        assert str(error) in reported


def test_an_unknown_refusal_is_passed_on_as_it_is() -> None:
    assert explain(as_ours(refusal("SlowDown", "Scan"))).startswith("Doing it: ")


def test_a_setting_that_is_missing_is_named() -> None:
    assert explain(ConfigurationError("IMAGES_TABLE is not set")) == "IMAGES_TABLE is not set"
