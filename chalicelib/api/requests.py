"""What callers send: parsed into models, or refused with the name of the field at fault."""

import re
from collections.abc import Mapping

import msgspec

from chalicelib.errors import InvalidField, InvalidJson
from chalicelib.models import ListRequest, Status, UploadRequest

MAX_LIMIT = 100
_LIMITS = {str(limit): limit for limit in range(1, MAX_LIMIT + 1)}

# msgspec says where: «Expected `int`, got `str` - at `$.size`», «Object contains unknown field `sise`».
_PATH = re.compile(r"`\$\.(\w+)")
_FIELD = re.compile(r"field `(.+?)`")


def upload_request(body: bytes | str) -> UploadRequest:
    """Parse the body of `POST /images`. Raises InvalidJson, InvalidField."""
    try:
        return msgspec.json.decode(body, type=UploadRequest)
    except msgspec.ValidationError as error:
        match = _PATH.search(str(error)) or _FIELD.search(str(error))
        raise InvalidField(f"The body does not fit: {error}", match[1] if match else None) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidJson(f"The body is not JSON: {error}") from error


def companion_request(query: Mapping[str, str] | None) -> UploadRequest:
    """Parse the query string of `GET /s3/params`. Raises InvalidField.

    Uppy sends `metadata[…]` along, whatever its page has noted about the file; none of it is needed.
    """
    query = query or {}
    if "filename" not in query:
        raise InvalidField("filename is missing; send the name of the file", "filename")
    return UploadRequest(filename=query["filename"], content_type=query.get("type") or None)


def list_request(query: Mapping[str, str] | None) -> ListRequest:
    """Parse the query string of `GET /images`. Raises InvalidField."""
    query = query or {}
    return ListRequest(
        limit=_limit(query.get("limit")),
        cursor=query.get("cursor") or None,
        status=_status(query.get("status")),
    )


def _limit(text: str | None) -> int:
    if text is None:
        return ListRequest.limit
    if text not in _LIMITS:
        raise InvalidField(f"limit must be a whole number from 1 to {MAX_LIMIT}", "limit")
    return _LIMITS[text]


def _status(text: str | None) -> Status | None:
    if text is None:
        return None
    listed = [status.value for status in Status if status is not Status.DELETED]
    if text not in listed:
        raise InvalidField(f"status must be one of {', '.join(listed)}", "status")
    return Status(text)
