"""Build S3 event notifications, for events that Darkroom sends itself. Pure."""

from typing import Any
from urllib.parse import quote_plus

from chalicelib.models import Source


def notification(bucket: str, key: str, source: Source | None) -> dict[str, Any]:
    """Return a notification with the fields that Chalice and the handlers read.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    item: dict[str, Any] = {"key": quote_plus(key, safe="/")}
    if source is not None:
        item |= {"eTag": source.etag, "size": source.size}
        if source.version_id is not None:
            item["versionId"] = source.version_id
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Resent",
        "s3": {"bucket": {"name": bucket}, "object": item},
    }
    return {"Records": [record]}
