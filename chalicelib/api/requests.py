"""Parse requests into models. Errors name the invalid field."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from chalice.app import MultiDict

from chalicelib.domain import json_fields, keys, part_plan
from chalicelib.errors import BodyTooLarge, InvalidField, InvalidJson
from chalicelib.models import (
    CompanionUpload,
    ImagePatch,
    ListRequest,
    Metadata,
    ReprocessRequest,
    Status,
    UploadKey,
    UploadRequest,
)

MAX_LIMIT = 100
# The media type of JSON merge patches, and the one that most clients send by default.
PATCH_TYPES = ("application/merge-patch+json", "application/json")
# Bytes: several times the longest valid request, with an escaped filename and all presets.
MAX_BODY = 64 * 1024
# 256 characters of four bytes, the longest that metadata can have.
_MAX_EXTERNAL_ID_BYTES = 1024
# Far more than any limit. Python converts no more than 4,300 digits.
_SIZE = re.compile(r"[0-9]{1,18}")
_SWITCH = {"true": True, "false": False}
_PART_NUMBERS = {str(number): number for number in range(1, part_plan.MAX_PARTS + 1)}
_LIMITS = {str(limit): limit for limit in range(1, MAX_LIMIT + 1)}


def upload_request(body: bytes | str) -> UploadRequest:
    """Parse the body of `POST /images`. Raises BodyTooLarge, InvalidJson, InvalidField."""
    values = _object(body, '{"filename": "cat.jpg"}')
    metadata = values.get("metadata")
    if isinstance(metadata, dict):
        # Errors then name the field within.
        json_fields.converted(metadata, Metadata, "metadata")
    return json_fields.converted(values, UploadRequest)


def upload_key(body: bytes | str) -> str | None:
    """Parse the body of a request about a multipart upload, which can be empty; return its key.

    Raises BodyTooLarge, InvalidJson, InvalidField.
    """
    return json_fields.converted(_object(body, '{"key": "KEY"}'), UploadKey).key if body else None


def companion_upload(body: bytes | str) -> UploadRequest:
    """Parse the body of `POST /s3/multipart`. Raises BodyTooLarge, InvalidJson, InvalidField.

    Other fields, and what else the metadata contains, are ignored.
    """
    values = _object(body, '{"filename": "cat.jpg", "metadata": {"size": 100000000}}')
    known = {name: value for name, value in values.items() if name in {"filename", "type", "metadata"}}
    upload = json_fields.converted(known, CompanionUpload)
    if "size" not in upload.metadata:
        raise InvalidField("metadata.size is missing. Set the size of the file as metadata.", "metadata.size")
    # Uppy's forms send strings.
    size = str(upload.metadata["size"])
    if not _SIZE.fullmatch(size) or int(size) < 1:
        raise InvalidField("metadata.size must be the size of the file in bytes.", "metadata.size")
    return UploadRequest(
        filename=upload.filename, content_type=upload.type or None, size=int(size), multipart=True
    )


def reprocess_request(body: bytes | str) -> ReprocessRequest:
    """Parse the body of `POST /images/{id}/reprocess`, which can be empty.

    Raises BodyTooLarge, InvalidJson, InvalidField.
    """
    if not body:
        return ReprocessRequest()
    return json_fields.converted(_object(body, '{"variants": {"add": ["square"]}}'), ReprocessRequest)


def image_patch(body: bytes | str) -> Mapping[str, Any]:
    """Parse the body of `PATCH /images/{id}`: a merge patch whose values are not checked yet.

    Raises BodyTooLarge, InvalidJson, InvalidField.
    """
    patch = _object(body, '{"metadata": {"alt": "A cat"}}')
    json_fields.check_names(patch, ImagePatch)
    return patch


def _object(body: bytes | str, example: str) -> dict[str, Any]:
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
        raise InvalidField(f"The body must be a JSON object, such as {example}.")
    return values


def companion_request(query: Mapping[str, str] | None) -> UploadRequest:
    """Parse the query string of `GET /s3/params`. Raises InvalidField.

    Uppy also sends `metadata[…]`, which is ignored.
    """
    query = query or {}
    if "filename" not in query:
        raise InvalidField("filename is missing. Send the name of the file.", "filename")
    return UploadRequest(filename=query["filename"], content_type=query.get("type") or None)


def part_number(text: str) -> int:
    """Parse the number of a part in a path. Raises InvalidField."""
    if text not in _PART_NUMBERS:
        raise InvalidField("The part number must be a whole number.", "part_number")
    return _PART_NUMBERS[text]


def is_erasure(query: Mapping[str, str] | None) -> bool:
    """Parse the query string of `DELETE /images/{id}`: return whether to erase the image.

    Raises InvalidField.
    """
    erase = (query or {}).get("erase", "false")
    if erase not in _SWITCH:
        raise InvalidField("erase must be true or false.", "erase")
    return _SWITCH[erase]


def status_key(query: MultiDict | None) -> str:
    """Return the key in the query string of `GET /status/{id}`, empty if there is none or more than one."""
    given: list[str] = query.getlist("key") if query and "key" in query else []
    return given[0] if len(given) == 1 else ""


def list_request(query: Mapping[str, str] | None) -> ListRequest:
    """Parse the query string of `GET /images`. Raises InvalidField."""
    query = query or {}
    limit = _limit(query.get("limit"))
    cursor = query.get("cursor") or None
    if "key" in query:
        _check_alone(query, "key", ("cursor", "status", "external_id"))
        return ListRequest(key=_text(query, "key", keys.MAX_KEY_BYTES), limit=limit)
    if "external_id" in query:
        _check_alone(query, "external_id", ("status",))
        external_id = _text(query, "external_id", _MAX_EXTERNAL_ID_BYTES)
        return ListRequest(external_id=external_id, limit=limit, cursor=cursor)
    return ListRequest(limit=limit, cursor=cursor, status=_status(query.get("status")))


def _check_alone(query: Mapping[str, str], name: str, others: Iterable[str]) -> None:
    for other in others:
        if other in query:
            raise InvalidField(f"{name} cannot be combined with {other}. Send only one of them.", name)


def _text(query: Mapping[str, str], name: str, most: int) -> str:
    text = query[name]
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidField(f"{name} is not valid Unicode.", name) from error
    if not 1 <= size <= most:
        raise InvalidField(f"{name} must have 1 to {most} bytes.", name)
    return text


def _limit(text: str | None) -> int:
    if text is None:
        return ListRequest().limit
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
