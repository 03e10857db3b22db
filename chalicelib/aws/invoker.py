"""Invoke the function that processes uploads."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from chalicelib.aws.errors import translate_errors
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
        payload = json.dumps({"Records": [self._record(key, source)]})
        with translate_errors(f"Invoking {self._function}"):
            self._client.invoke(FunctionName=self._function, InvocationType="Event", Payload=payload)

    def _record(self, key: str, source: Source | None) -> Mapping[str, Any]:
        """Return the part of an S3 event notification that Chalice and the handler read.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
        """
        item: dict[str, Any] = {"key": quote_plus(key, safe="/")}
        if source is not None:
            item |= {"eTag": source.etag, "size": source.size}
            if source.version_id is not None:
                item["versionId"] = source.version_id
        return {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Resent",
            "s3": {"bucket": {"name": self._bucket}, "object": item},
        }
