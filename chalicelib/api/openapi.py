"""The description of the API (OpenAPI 3.1), generated from the classes that parse and answer."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.api import problems
from chalicelib.api.documents import ProblemDocument
from chalicelib.api.operations import OPERATIONS, Operation

_REF = "#/components/schemas/{name}"
_PATH_PARAMETER = re.compile(r"{(\w+)}")

# Any call may meet a fault on our side.
_ALWAYS = (HTTPStatus.SERVICE_UNAVAILABLE,)

_SCHEME = "bearer"
_BEARER = {"type": "http", "scheme": "bearer"}

Schema = Mapping[str, Any]


def description() -> Schema:
    """Build the whole document."""
    types: set[type[Struct]] = {
        kind for each in OPERATIONS for kind in (each.answer, each.body) if kind is not None
    }
    ordered: list[type[Struct]] = sorted({*types, ProblemDocument}, key=lambda kind: kind.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    schema_of: dict[type[Struct], Schema] = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Schema]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Darkroom", "version": "1", "description": "Serverless image processing on AWS"},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {_SCHEME: _BEARER}},
    }


def _operation(operation: Operation, schema_of: Mapping[type[Struct], Schema]) -> Schema:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [*map(_path_parameter, _PATH_PARAMETER.findall(operation.path)), *operation.query],
        "responses": {
            str(operation.status.value): _answer(operation, schema_of),
            **{
                str(status.value): _content(status, problems.CONTENT_TYPE, schema_of[ProblemDocument])
                for status in (*operation.problems, *_refusals(operation), *_ALWAYS)
            },
        },
        "security": [] if operation.public else [{_SCHEME: []}],
    }
    if operation.body is not None:
        content = {"application/json": {"schema": schema_of[operation.body]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _refusals(operation: Operation) -> Sequence[HTTPStatus]:
    return () if operation.public else (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


def _answer(operation: Operation, schema_of: Mapping[type[Struct], Schema]) -> Schema:
    if operation.answer is None:
        return {"description": operation.status.phrase}
    return _content(operation.status, "application/json", schema_of[operation.answer])


def _content(status: HTTPStatus, content_type: str, schema: Schema) -> Schema:
    return {"description": status.phrase, "content": {content_type: {"schema": schema}}}


def _path_parameter(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
