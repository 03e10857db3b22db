"""Where moto differs from AWS and it matters here: put right in moto's own classes.

1. moto's requests are not atomic under threads: a conditional update in DynamoDB has two winners, S3
   sends an object's event before the object has its metadata, a message that is added to a queue while
   another is deleted vanishes. Each of these runs under one lock.
2. Deleting from a versioned bucket sends no event; S3 sends ObjectRemoved:DeleteMarkerCreated.
3. Listing versions copies the bytes of every object in the bucket: with 5,000 pictures in it a call took
   seconds, and the process grew by gigabytes. A listing needs no bytes.
4. The answer to an upload form lacks ETag, Location, and the bucket's CORS headers that let a page read
   them; without these Uppy 5 takes no upload for done.
"""

import functools
import threading
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from urllib.parse import quote

from moto.dynamodb.responses import DynamoHandler
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
# Receiving is left out: it waits for messages, and nothing could arrive meanwhile.
_ATOMIC = (
    (DynamoHandler, "call_action"),
    (S3Response, "_bucket_response"),
    (S3Response, "_key_response"),
    (Queue, "add_message"),
    (Queue, "delete_message"),
)
_MARK = "_set_delete_marker"
_POST = "_bucket_response_post"


def correct_moto() -> None:
    """Adapt moto's classes; a second call changes nothing."""
    if hasattr(getattr(S3Backend, _MARK), "__wrapped__"):
        return
    for owner, name in _ATOMIC:
        setattr(owner, name, _one_at_a_time(getattr(owner, name)))
    setattr(S3Backend, _MARK, _announced(getattr(S3Backend, _MARK)))
    setattr(S3Response, _POST, _told(getattr(S3Response, _POST)))
    setattr(FakeKey, "__deepcopy__", _without_bytes)  # noqa: B010  mypy knows no such attribute


def _one_at_a_time(operation: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(operation)
    def locked(*args: P.args, **kwargs: P.kwargs) -> R:
        with _LOCK:
            return operation(*args, **kwargs)

    return locked


def _announced(
    mark: Callable[[S3Backend, str, str], FakeDeleteMarker],
) -> Callable[[S3Backend, str, str], FakeDeleteMarker]:
    @functools.wraps(mark)
    def mark_and_announce(backend: S3Backend, bucket_name: str, key_name: str) -> FakeDeleteMarker:
        marker = mark(backend, bucket_name, key_name)
        event = S3NotificationEvent.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT
        send_event(backend.account_id, event, backend.get_bucket(bucket_name), _deleted(marker))
        return marker

    return mark_and_announce


def _told(
    post: Callable[[S3Response, "Request", str], "TYPE_RESPONSE"],
) -> Callable[[S3Response, "Request", str], "TYPE_RESPONSE"]:
    @functools.wraps(post)
    def post_and_tell(response: S3Response, request: "Request", bucket_name: str) -> "TYPE_RESPONSE":
        status, headers, body = post(response, request, bucket_name)
        # The other POST to a bucket deletes objects; neither form nor answer is like this one's.
        stored = response.backend.get_object(bucket_name, response.querystring.get("key", [""])[0])
        if stored is not None:
            headers |= response._get_cors_headers_other()  # noqa: SLF001  what moto adds to other answers
            headers |= {"ETag": stored.etag, "Location": f"{request.url.rstrip('/')}/{quote(stored.name)}"}
        return status, headers, body

    return post_and_tell


def _without_bytes(key: FakeKey, _: dict[int, object]) -> FakeKey:
    """Copy an object for a listing, which is all that moto makes deep copies for."""
    # Not FakeKey.__new__: moto keeps hold of every instance that it makes.
    copied: FakeKey = object.__new__(FakeKey)
    # What counts as disposed of leaves the original's bytes alone when it goes.
    copied.__dict__.update(vars(key), _etag=key.etag.strip('"'), _value_buffer=BytesIO(), disposed=True)
    return copied


def _deleted(marker: FakeDeleteMarker) -> FakeKey:
    """Return the object below a pile of markers: deleting twice puts a marker on a marker."""
    below = marker.key
    return _deleted(below) if isinstance(below, FakeDeleteMarker) else below
