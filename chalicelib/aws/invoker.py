"""Invoke the function that processes uploads."""

import json
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.s3_notifications import notification
from chalicelib.models import Source

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaEventSender:
    """Invokes the function asynchronously, as S3 does.

    So Lambda's retries, the on-failure destination and the function's concurrency limit apply.
    """

    def __init__(self, client: "LambdaClient", function: str, *, bucket: str) -> None:
        self._client = client
        self._function = function
        self._bucket = bucket

    def send(self, key: str, source: Source | None) -> None:
        """Invoke the function. If boto3 retries a call that succeeded, the duplicate event is harmless."""
        payload = json.dumps(notification(self._bucket, key, source))
        with translate_errors(f"Invoking {self._function}"):
            self._client.invoke(FunctionName=self._function, InvocationType="Event", Payload=payload)
