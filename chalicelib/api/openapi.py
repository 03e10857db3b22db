"""The description of the API (OpenAPI 3.1), generated from the classes that parse and answer."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.api.documents import ProblemDocument
from chalicelib.api.openapi_responses import responses
from chalicelib.api.operations import Operation, operations

_REF = "#/components/schemas/{name}"
_PATH_PARAMETER = re.compile(r"{(\w+)}")

_SCHEME = "bearer"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API token, or a JWT of the configured issuer",
}

_DESCRIPTION = """\
Serverless image processing on AWS: ask for an upload form, send the image to S3, poll its document until
it is `ready`.

Errors are `application/problem+json` (RFC 9457) with a stable `code`; docs/errors.md says what to do about
each. HEAD is answered wherever GET is, and OPTIONS on every path, without a token. GET of an image takes
`If-None-Match`.
"""

Schema = Mapping[str, Any]


def description(*, public_variants: bool = False) -> Schema:
    """Build the whole document; `public_variants` is the setting."""
    served = operations(public_variants=public_variants)
    types: set[type[Struct]] = {
        kind for each in served for kind in (each.response, each.body) if kind is not None
    }
    ordered: list[type[Struct]] = sorted({*types, ProblemDocument}, key=lambda kind: kind.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    schema_of: dict[type[Struct], Schema] = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Schema]] = {}
    for operation in served:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Darkroom", "version": "1", "description": _DESCRIPTION},
        # relative to this document, so that it holds below a stage or a custom domain, too
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
    if operation.body is not None:
        content = {"application/json": {"schema": schema_of[operation.body]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameter(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
