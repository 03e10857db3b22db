"""AWS errors in plain words."""

import pytest
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from chalicelib.aws.errors import translate_errors
from chalicelib.errors import ConfigurationError, ServiceUnavailable
from ops.aws_errors import explain


def client_error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "AWS's message"}}, operation)


def translate(error: Exception) -> ServiceUnavailable:
    with pytest.raises(ServiceUnavailable) as caught, translate_errors("Doing it"):
        raise error
    return caught.value


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (NoCredentialsError(), "No AWS credentials"),
        (NoRegionError(), "No AWS region"),
        (client_error("AccessDeniedException", "Invoke"), "lack a permission"),
        (client_error("AccessDenied", "ListObjectsV2"), "lack a permission"),
        (client_error("ExpiredToken", "Scan"), "Sign in again"),
        (client_error("NoSuchBucket", "ListObjectsV2"), "UPLOAD_BUCKET"),
        (client_error("ResourceNotFoundException", "Invoke"), "function does not exist"),
        (client_error("ResourceNotFoundException", "Scan"), "IMAGES_TABLE"),
    ],
)
def test_the_advice_comes_first_and_the_original_message_second(
    error: BotoCoreError | ClientError, advice: str
) -> None:
    for raised in (error, translate(error)):
        first, second = explain(raised).split("\n")
        assert advice in first
        assert str(error) in second


def test_an_unknown_error_keeps_its_message() -> None:
    assert explain(translate(client_error("SlowDown", "Scan"))).startswith("Doing it: ")


def test_a_configuration_error_keeps_its_message() -> None:
    assert explain(ConfigurationError("IMAGES_TABLE is not set")) == "IMAGES_TABLE is not set"
