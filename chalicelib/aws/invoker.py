"""The function that processes uploads, on Lambda."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from chalicelib.aws.errors import translated
from chalicelib.models import Source

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaEventSender:
    """Invokes the function as S3 does: asynchronously.

    So Lambda's retries, its on-failure destination and the function's concurrency hold for it all the same.
    """

    def __init__(self, client: "LambdaClient", function: str, *, bucket: str) -> None:
        self._client = client
        self._function = function
        self._bucket = bucket

    def send(self, key: str, source: Source | None) -> None:
        """Invoke. A call that boto3 repeats after an unheard answer gives a duplicate, which does no harm."""
        payload = json.dumps({"Records": [self._record(key, source)]})
        with translated(f"Invoking {self._function}"):
            self._client.invoke(FunctionName=self._function, InvocationType="Event", Payload=payload)

    def _record(self, key: str, source: Source | None) -> Mapping[str, Any]:
        """Return the part of S3's notification that Chalice and the handler read.

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
