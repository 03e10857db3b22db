"""Translate botocore's errors into Darkroom's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from chalicelib.errors import ObjectNotFound, ServiceUnavailable

# S3 returns PreconditionFailed if a version without an id has been overwritten, MethodNotAllowed for a delete
# marker: https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "PreconditionFailed", "MethodNotAllowed"})

Request = ParamSpec("Request")


@contextmanager
def translate_errors(action: str) -> Iterator[None]:
    """Raise ObjectNotFound for a missing object, ServiceUnavailable for any other error of an AWS call.

    `action` begins the message. A missing permission also raises ServiceUnavailable: the event is retried,
    ends in the dead-letter queue, and can be redriven once the role is fixed.
    """
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            raise ObjectNotFound(f"{action}: the object does not exist") from error
        raise ServiceUnavailable(f"{action}: {error}") from error
    # botocore lets urllib3's error through if the body of an error response is truncated.
    except (BotoCoreError, HTTPError) as error:
        raise ServiceUnavailable(f"{action}: {error}") from error


def is_condition_failure(error: ClientError) -> bool:
    """Return whether a conditional write failed because its condition was false."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException"


def try_write(write: Callable[Request, object], *args: Request.args, **request: Request.kwargs) -> bool:
    """Make a conditional write to DynamoDB; return whether its condition held. Raises ClientError."""
    try:
        write(*args, **request)
    except ClientError as error:
        if is_condition_failure(error):
            return False
        raise
    return True
