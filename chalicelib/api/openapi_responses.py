"""The responses of each operation in OpenAPI: the success response, and each error with its codes."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from chalicelib.api import problems
from chalicelib.api.documents import ProblemDocument
from chalicelib.api.openapi_examples import examples
from chalicelib.api.operation import Operation
from chalicelib.errors import DarkroomError, InsufficientScope, NotAuthenticated, ServiceUnavailable

Schema = Mapping[str, Any]

# Errors from API Gateway and Chalice: infra/gateway-responses.json and problems.FRAMEWORK_CODES.
_ALWAYS = MappingProxyType(
    {HTTPStatus.TOO_MANY_REQUESTS: ["throttled"], HTTPStatus.INTERNAL_SERVER_ERROR: ["internal_error"]}
)
_WITH_TOKEN = MappingProxyType({HTTPStatus.UNAUTHORIZED: ["invalid_token"]})
_WITH_BODY = MappingProxyType(
    {
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ["request_too_large"],
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ["unsupported_media_type"],
    }
)

_HEADERS: Mapping[str, Schema] = MappingProxyType(
    {
        "ETag": {
            "description": "Send it as If-None-Match to get 304 if nothing has changed",
            "required": True,
            "schema": {"type": "string"},
        },
        "Location": {
            "description": "The URL of the image or file, absolute or relative to the request's URL",
            "required": True,
            "schema": {"type": "string", "format": "uri-reference"},
        },
        "Retry-After": {
            "description": "Seconds until the image is probably processed: from the end of the upload if the"
            " image is new, or else from now; absent once its status is final",
            "schema": {"type": "integer"},
        },
    }
)


def responses(operation: Operation, schema_of: Mapping[type[Struct], Schema]) -> Schema:
    """Return all responses by status. `schema_of` maps document classes to their schemas."""
    described = {str(operation.status.value): _success(operation, schema_of)}
    if operation.accepted is not None:
        described["202"] = _accepted(schema_of[operation.accepted])
    if "ETag" in operation.headers:
        described["304"] = {"description": "The document has not changed", "headers": _headers(operation)}
    for status, codes in sorted(_codes(operation).items()):
        described[str(status.value)] = _problem(status, codes, schema_of[ProblemDocument])
    return described


def _success(operation: Operation, schema_of: Mapping[type[Struct], Schema]) -> Schema:
    response: dict[str, Any] = {"description": operation.status.phrase, "headers": _headers(operation)}
    if operation.response is not None:
        schema = schema_of[operation.response]
        content: dict[str, Any] = {
            "schema": {"type": "array", "items": schema} if operation.is_list else schema
        }
        if operation.response in examples():
            content["example"] = examples()[operation.response]
        response["content"] = {"application/json": content}
    return response


def _accepted(schema: Schema) -> Schema:
    return {
        "description": HTTPStatus.ACCEPTED.phrase,
        "headers": {"Location": _HEADERS["Location"]},
        "content": {"application/json": {"schema": schema}},
    }


def _headers(operation: Operation) -> Schema:
    return {name: _HEADERS[name] for name in operation.headers}


def _codes(operation: Operation) -> Mapping[HTTPStatus, list[str]]:
    """Return the error codes by status."""
    errors: list[type[DarkroomError]] = [*operation.problems, ServiceUnavailable]
    fixed = [_ALWAYS]
    if not operation.public:
        errors += [NotAuthenticated, InsufficientScope]
        fixed.append(_WITH_TOKEN)
    if operation.body is not None:
        fixed.append(_WITH_BODY)
    found = [(problems.status_of(error), error.code) for error in errors]
    found += [(status, code) for each in fixed for status, codes in each.items() for code in codes]
    codes: dict[HTTPStatus, list[str]] = {}
    for status, code in dict.fromkeys(found):
        codes.setdefault(status, []).append(code)
    return codes


def _problem(status: HTTPStatus, codes: list[str], schema: Schema) -> Schema:
    narrowed = {"allOf": [schema, {"properties": {"code": {"enum": codes}}}]}
    return {
        "description": f"{status.phrase}: {', '.join(codes)}",
        "content": {problems.CONTENT_TYPE: {"schema": narrowed}},
    }
