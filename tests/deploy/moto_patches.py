"""Patches for moto, so that it accepts what AWS accepts from Chalice.

1. The name of a notification filter can be `Prefix`.
2. An API can be imported from Swagger 2.0 without a description.
"""

from collections.abc import Callable
from typing import Any

import pytest
from moto.apigateway.models import APIGatewayBackend
from moto.s3.responses import S3Response


def patch_moto(patch: pytest.MonkeyPatch) -> None:
    """Patch moto's classes until `patch` is undone."""
    parse, import_api = S3Response._notification_config_from_body, APIGatewayBackend.import_rest_api  # noqa: SLF001 - moto has no public API for it
    patch.setattr(S3Response, "_notification_config_from_body", _with_lowercase_prefix(parse))
    patch.setattr(APIGatewayBackend, "import_rest_api", _with_openapi(import_api))


def _with_lowercase_prefix(original: Callable[..., Any]) -> Callable[..., Any]:
    def parse(response: Any) -> Any:
        response.body = response.body.replace(b">Prefix<", b">prefix<")
        return original(response)

    return parse


def _with_openapi(original: Callable[..., Any]) -> Callable[..., Any]:
    def import_api(backend: Any, document: dict[str, Any], *arguments: Any) -> Any:
        version = {"openapi": "3.0.1", "info": {"description": "", **document["info"]}}
        others = {name: value for name, value in document.items() if name != "swagger"}
        return original(backend, {**others, **version}, *arguments)

    return import_api
