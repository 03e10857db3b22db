"""The OpenAPI 3.1 description of the API, generated from the classes that parse and serialize."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib import VERSION
from chalicelib.api.deprecations import DEPRECATED
from chalicelib.api.documents import ProblemDocument
from chalicelib.api.openapi_operations import operations
from chalicelib.api.openapi_responses import responses
from chalicelib.api.operation import Operation

_REF = "#/components/schemas/{name}"
_PATH_PARAMETER = re.compile(r"{(\w+)}")

_SCHEME = "bearer"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API token or, if an issuer is configured, a JWT that it has signed",
}

_DESCRIPTION = """\
Serverless image processing on AWS. Request an upload form, send the image to S3 with it, and poll the image
until it is `ready`.

Errors are `application/problem+json` (RFC 9457) with a stable `code`, which the page "Errors" of the
documentation explains. Every path with GET also supports HEAD, and every path supports OPTIONS without a
token. GET of an image supports `If-None-Match`.
"""

Schema = Mapping[str, Any]


def description(*, public_variants: bool = False) -> Schema:
    """Build the OpenAPI document. `public_variants` is the setting of the same name."""
    served = operations(public_variants=public_variants)
    types: set[type[Struct]] = {
        type_ for each in served for type_ in (each.response, each.accepted, each.body) if type_ is not None
    }
    ordered: list[type[Struct]] = sorted({*types, ProblemDocument}, key=lambda type_: type_.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    schema_of: dict[type[Struct], Schema] = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Schema]] = {}
    for operation in served:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Darkroom", "version": VERSION, "description": _DESCRIPTION},
        # Relative to this document, so that it is also valid below a stage or a custom domain.
        "servers": [{"url": "."}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {_SCHEME: _BEARER}},
    }


def _operation(operation: Operation, schema_of: Mapping[type[Struct], Schema]) -> Schema:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [
            *map(_path_parameter, _PATH_PARAMETER.findall(operation.path)),
            *operation.query,
            *operation.request_headers,
        ],
        "responses": responses(operation, schema_of),
        "security": [] if operation.public else [{_SCHEME: []}],
    }
    if (operation.method, operation.path) in DEPRECATED:
        described["deprecated"] = True
    if operation.body is not None:
        content = {type_: {"schema": schema_of[operation.body]} for type_ in operation.body_types}
        described["requestBody"] = {"required": operation.body_required, "content": content}
    return described


def _path_parameter(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
