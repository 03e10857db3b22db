"""One operation of the API, from which its OpenAPI description is generated."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from msgspec import Struct

from chalicelib.errors import (
    BodyTooLarge,
    ConfigurationError,
    DarkroomError,
    ImageErased,
    ImageNotFound,
    InvalidField,
    InvalidFilename,
    InvalidJson,
    QuotaExceeded,
    SizeTooLarge,
    UnsupportedContentType,
)

Problems = Sequence[type[DarkroomError]]

# What operations have in common that have a body, are about an image, or create one.
BODY_PROBLEMS: Problems = (InvalidJson, InvalidField, BodyTooLarge)
IMAGE_PROBLEMS: Problems = (ImageNotFound, ImageErased)
FORM_PROBLEMS: Problems = (
    InvalidField,
    InvalidFilename,
    UnsupportedContentType,
    QuotaExceeded,
    ConfigurationError,
)
NEW_IMAGE_PROBLEMS: Problems = (*BODY_PROBLEMS, SizeTooLarge, *FORM_PROBLEMS)


class Operation(Struct, frozen=True, kw_only=True):
    """One method of one path. `response` is None if the response has no body; `public` needs no token.

    With `is_list`, the response is a list of these. `accepted` is the response with 202 of an operation that
    can also work in the background. `body_types` are the media types of the body, if there is one. `headers`
    are response headers; `problems` are the errors specific to this operation.
    """

    method: str
    path: str
    id: str
    summary: str
    status: HTTPStatus = HTTPStatus.OK
    response: type[Struct] | None = None
    is_list: bool = False
    accepted: type[Struct] | None = None
    body: type[Struct] | None = None
    body_types: Sequence[str] = ("application/json",)
    body_required: bool = True
    query: Sequence[Mapping[str, Any]] = ()
    request_headers: Sequence[Mapping[str, Any]] = ()
    headers: Sequence[str] = ()
    problems: Problems = ()
    public: bool = False
    tag: str = "Images"
