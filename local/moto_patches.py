"""Patches moto's classes where they differ from AWS in ways that matter here.

1. moto's requests are not atomic under threads. Two conditional DynamoDB updates can both succeed, S3 can
   send an object's event before the object has its metadata, and a message that is added to a queue
   while another is deleted can get lost. The patched operations share one lock.
2. moto sends no event for a deletion in a versioned bucket. S3 sends ObjectRemoved:DeleteMarkerCreated.
3. moto's response to an upload form lacks ETag, Location, and the CORS headers that let a page read
   them. Without these, Uppy 5 does not treat an upload as complete.
4. moto allows all origins to read all responses. S3 allows those that the bucket's CORS rules name.
"""

import functools
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from urllib.parse import quote

from moto.dynamodb.responses import DynamoHandler
from moto.moto_server import werkzeug_app
from moto.s3.models import FakeDeleteMarker, FakeKey, S3Backend
from moto.s3.notifications import S3NotificationEvent, send_event
from moto.s3.responses import S3Response
from moto.sqs.models import Queue

if TYPE_CHECKING:
    from moto.core.common_types import TYPE_RESPONSE
    from werkzeug import Request

P = ParamSpec("P")
R = TypeVar("R")

_LOCK = threading.RLock()
# Receiving is not locked: it waits for messages, and none could arrive in the meantime.
_ATOMIC = (
    (DynamoHandler, "call_action"),
    (S3Response, "_bucket_response"),
    (S3Response, "_key_response"),
    (Queue, "add_message"),
    (Queue, "delete_message"),
)
_MARK = "_set_delete_marker"
_POST = "_bucket_response_post"


def patch_moto() -> None:
    """Patch moto's classes; a second call has no effect."""
    if hasattr(getattr(S3Backend, _MARK), "__wrapped__"):
        return
    for owner, name in _ATOMIC:
        setattr(owner, name, _locked(getattr(owner, name)))
    setattr(S3Backend, _MARK, _with_event(getattr(S3Backend, _MARK)))
    setattr(S3Response, _POST, _with_headers(getattr(S3Response, _POST)))
    setattr(werkzeug_app, "DISABLE_GLOBAL_CORS", True)  # noqa: B010  mypy sees no export


def _locked(operation: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(operation)
    def locked(*args: P.args, **kwargs: P.kwargs) -> R:
        with _LOCK:
            return operation(*args, **kwargs)

    return locked


def _with_event(
    mark: Callable[[S3Backend, str, str], FakeDeleteMarker],
) -> Callable[[S3Backend, str, str], FakeDeleteMarker]:
    @functools.wraps(mark)
    def mark_and_send_event(backend: S3Backend, bucket_name: str, key_name: str) -> FakeDeleteMarker:
        marker = mark(backend, bucket_name, key_name)
        event = S3NotificationEvent.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT
        send_event(backend.account_id, event, backend.get_bucket(bucket_name), _deleted(marker))
        return marker

    return mark_and_send_event


def _with_headers(
    post: Callable[[S3Response, "Request", str], "TYPE_RESPONSE"],
) -> Callable[[S3Response, "Request", str], "TYPE_RESPONSE"]:
    @functools.wraps(post)
    def post_and_add_headers(response: S3Response, request: "Request", bucket_name: str) -> "TYPE_RESPONSE":
        status, headers, body = post(response, request, bucket_name)
        # The other POST to a bucket deletes objects, and has no `key` field.
        stored = response.backend.get_object(bucket_name, response.querystring.get("key", [""])[0])
        if stored is not None:
            headers |= response._get_cors_headers_other()  # noqa: SLF001  moto adds them to other responses
            headers |= {"ETag": stored.etag, "Location": f"{request.url.rstrip('/')}/{quote(stored.name)}"}
        return status, headers, body

    return post_and_add_headers


def _deleted(marker: FakeDeleteMarker) -> FakeKey:
    """Return the object under any number of delete markers: each deletion adds one."""
    below = marker.key
    return _deleted(below) if isinstance(below, FakeDeleteMarker) else below
