"""The operations of the API that lead to variants on demand."""

from http import HTTPStatus

from chalicelib.api import openapi_parameters
from chalicelib.api.operation import IMAGE_PROBLEMS, Operation
from chalicelib.errors import (
    ConfigurationError,
    ImageDeleted,
    InvalidField,
    InvalidOperations,
    InvalidSignature,
    NotRenderable,
    OperationsNotAllowed,
    QuotaExceeded,
    RenderingInProgress,
    VariantNotFound,
)

_PROBLEMS = (
    InvalidOperations,
    OperationsNotAllowed,
    *IMAGE_PROBLEMS,
    ImageDeleted,
    VariantNotFound,
    NotRenderable,
    QuotaExceeded,
    RenderingInProgress,
    ConfigurationError,
)
_TAG = "Variants on demand"


def _public(path: str, operation_id: str, summary: str) -> Operation:
    return Operation(
        method="get",
        path=path,
        id=operation_id,
        summary=summary,
        status=HTTPStatus.FOUND,
        query=openapi_parameters.ADDRESS,
        headers=("Location",),
        problems=(InvalidField, InvalidSignature, *_PROBLEMS),
        public=True,
        tag=_TAG,
    )


OPERATIONS = (
    _public(
        "/i/{image_id}/{version_or_operations}",
        "getCurrentVariantOnDemand",
        "Get a variant such as w_640,f_webp: redirects to the address with the current version",
    ),
    _public(
        "/i/{image_id}/{version_or_operations}/{operations}",
        "getVariantOnDemand",
        "Get a variant such as w_640,f_webp: renders it, unless it is there, and redirects to it",
    ),
    _public(
        "/d/{image_id}/{version}/{file}",
        "getFileOnDemand",
        "Render the file that a CDN has not found, and redirect to its address",
    ),
    Operation(
        method="get",
        path="/images/{image_id}/render",
        id="renderVariant",
        summary="Get a variant of your own image in any size: renders it, unless it is there, and redirects",
        status=HTTPStatus.FOUND,
        query=openapi_parameters.RENDERING,
        headers=("Location",),
        problems=_PROBLEMS,
        tag=_TAG,
    ),
)
