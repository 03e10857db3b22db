"""Parse requests into models. Errors name the invalid field."""

from collections.abc import Mapping

import msgspec
from msgspec import structs

from chalicelib.domain import keys
from chalicelib.errors import BodyTooLarge, InvalidField, InvalidJson
from chalicelib.models import ListRequest, Status, UploadRequest

MAX_LIMIT = 100
# Bytes: several times the longest valid request, with an escaped filename and all presets.
MAX_BODY = 64 * 1024
_LIMITS = {str(limit): limit for limit in range(1, MAX_LIMIT + 1)}

_UPLOAD_FIELDS = {field.name: field for field in structs.fields(UploadRequest)}


def upload_request(body: bytes | str) -> UploadRequest:
    """Parse the body of `POST /images`. Raises BodyTooLarge, InvalidJson, InvalidField.

    Fields are checked one by one, since msgspec names an invalid field only within its message.
    """
    if len(body) > MAX_BODY:
        raise BodyTooLarge(
            f"The body exceeds {MAX_BODY} bytes. Send files to the upload form's URL, not to the API."
        )
    try:
        values = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidJson(f"The body is not valid JSON: {error}.") from error
    except RecursionError as error:
        raise InvalidJson("The body's JSON is nested too deeply.") from error
    if not isinstance(values, dict):
        raise InvalidField('The body must be a JSON object, such as {"filename": "cat.jpg"}.')
    for name in values:
        if name not in _UPLOAD_FIELDS:
            raise InvalidField(f"Unknown field {name!r}. The fields are {', '.join(_UPLOAD_FIELDS)}.", name)
    for name, field in _UPLOAD_FIELDS.items():
        if field.required and name not in values:
            raise InvalidField(f"{name} is missing.", name)
    for name, value in values.items():
        _check(name, value)
    return msgspec.convert(values, UploadRequest)


def _check(name: str, value: object) -> None:
    try:
        msgspec.convert(value, _UPLOAD_FIELDS[name].type)
    except msgspec.ValidationError as error:
        raise InvalidField(f"{name} is invalid: {error}.", name) from error


def companion_request(query: Mapping[str, str] | None) -> UploadRequest:
    """Parse the query string of `GET /s3/params`. Raises InvalidField.

    Uppy also sends `metadata[…]`, which is ignored.
    """
    query = query or {}
    if "filename" not in query:
        raise InvalidField("filename is missing. Send the name of the file.", "filename")
    return UploadRequest(filename=query["filename"], content_type=query.get("type") or None)


def list_request(query: Mapping[str, str] | None) -> ListRequest:
    """Parse the query string of `GET /images`. Raises InvalidField."""
    query = query or {}
    if "key" in query:
        return ListRequest(key=_key(query), limit=_limit(query.get("limit")))
    return ListRequest(
        limit=_limit(query.get("limit")),
        cursor=query.get("cursor") or None,
        status=_status(query.get("status")),
    )


def _key(query: Mapping[str, str]) -> str:
    key = query["key"]
    for name in ("cursor", "status"):
        if name in query:
            raise InvalidField(f"key selects at most one image. Send it without {name}.", "key")
    try:
        size = len(key.encode())
    except UnicodeEncodeError as error:
        raise InvalidField("key is not valid Unicode.", "key") from error
    if not 1 <= size <= keys.MAX_KEY_BYTES:
        raise InvalidField(f"key must have 1 to {keys.MAX_KEY_BYTES} bytes.", "key")
    return key


def _limit(text: str | None) -> int:
    if text is None:
        return ListRequest.limit
    if text not in _LIMITS:
        raise InvalidField(f"limit must be a whole number from 1 to {MAX_LIMIT}.", "limit")
    return _LIMITS[text]


def _status(text: str | None) -> Status | None:
    if text is None:
        return None
    allowed = [status.value for status in Status if status is not Status.DELETED]
    if text not in allowed:
        raise InvalidField(f"status must be one of {', '.join(allowed)}.", "status")
    return Status(text)
