"""The operations of the API, as a table that the OpenAPI description is generated from."""

from collections.abc import Sequence
from http import HTTPStatus

from msgspec.structs import replace

from chalicelib.api import (
    documents,
    form_documents,
    multipart_operations,
    on_demand_operations,
    openapi_parameters,
    requests,
)
from chalicelib.api.erasure_documents import ErasureDocument
from chalicelib.api.new_image_documents import NewImageDocument
from chalicelib.api.operation import (
    BODY_PROBLEMS,
    FORM_PROBLEMS,
    IMAGE_PROBLEMS,
    NEW_IMAGE_PROBLEMS,
    Operation,
)
from chalicelib.errors import (
    ConfigurationError,
    IdempotencyKeyReused,
    ImageDeleted,
    ImageErased,
    ImageNotFound,
    InvalidCursor,
    InvalidField,
    InvalidStatusKey,
    ObjectNotFound,
    QuotaExceeded,
    UnknownPreset,
    VariantNotFound,
)
from chalicelib.models import ImagePatch, ReprocessRequest, UploadRequest

_VARIANT = "getVariant"

OPERATIONS = (
    Operation(
        method="post",
        path="/images",
        id="createImage",
        summary="Create an image and its upload form or, for a large file, its multipart upload",
        status=HTTPStatus.CREATED,
        response=NewImageDocument,
        body=UploadRequest,
        request_headers=openapi_parameters.IDEMPOTENCY_KEY,
        headers=("Location", "Retry-After"),
        problems=(*NEW_IMAGE_PROBLEMS, UnknownPreset, IdempotencyKeyReused, ImageDeleted, ImageErased),
    ),
    Operation(
        method="get",
        path="/images",
        id="listImages",
        summary="List images, newest first",
        response=documents.PageDocument,
        query=openapi_parameters.LISTING,
        problems=(InvalidField, InvalidCursor, QuotaExceeded),
    ),
    Operation(
        method="get",
        path="/images/{image_id}",
        id="getImage",
        summary="Get an image",
        response=documents.ImageDocument,
        headers=("ETag", "Retry-After"),
        problems=(*IMAGE_PROBLEMS, QuotaExceeded),
    ),
    Operation(
        method="get",
        path="/status/{image_id}",
        id="getStatus",
        summary="Get an image with the key of its status URL instead of a token",
        response=documents.ImageDocument,
        query=openapi_parameters.STATUS,
        headers=("ETag", "Retry-After"),
        problems=(InvalidStatusKey, *IMAGE_PROBLEMS),
        public=True,
    ),
    Operation(
        method="patch",
        path="/images/{image_id}",
        id="changeImage",
        summary="Change the metadata of an image, with a JSON merge patch (RFC 7396)",
        response=documents.ImageDocument,
        body=ImagePatch,
        body_types=requests.PATCH_TYPES,
        headers=("ETag", "Retry-After"),
        problems=(*BODY_PROBLEMS, *IMAGE_PROBLEMS, QuotaExceeded),
    ),
    Operation(
        method="delete",
        path="/images/{image_id}",
        id="deleteImage",
        summary="Delete an image: source file, variants and record; or erase it with all its versions",
        status=HTTPStatus.NO_CONTENT,
        accepted=ErasureDocument,
        query=openapi_parameters.DELETION,
        problems=(InvalidField, *IMAGE_PROBLEMS, ConfigurationError),
    ),
    Operation(
        method="post",
        path="/images/{image_id}/reprocess",
        id="reprocessImage",
        summary="Render an image again, optionally with other variants, focal point, box or rotation",
        status=HTTPStatus.ACCEPTED,
        response=documents.ImageDocument,
        body=ReprocessRequest,
        body_required=False,
        headers=("Location", "Retry-After"),
        problems=(
            *BODY_PROBLEMS,
            *IMAGE_PROBLEMS,
            UnknownPreset,
            ObjectNotFound,
            QuotaExceeded,
            ConfigurationError,
        ),
    ),
    Operation(
        method="get",
        path="/images/{image_id}/variants/{name}",
        id=_VARIANT,
        summary="Get a variant by its name, such as small or small.avif: redirects to its current file",
        status=HTTPStatus.FOUND,
        headers=("Location",),
        problems=(*IMAGE_PROBLEMS, VariantNotFound, QuotaExceeded),
    ),
    Operation(
        method="get",
        path="/v/{image_id}/{version}/{file}",
        id="getFile",
        summary="Find the file that replaced an earlier one: redirects to it if variants are public",
        status=HTTPStatus.FOUND,
        headers=("Location",),
        problems=(ImageNotFound, ImageDeleted, VariantNotFound),
        public=True,
    ),
    *on_demand_operations.OPERATIONS,
    *multipart_operations.OPERATIONS,
    Operation(
        method="get",
        path="/s3/params",
        id="companionForm",
        summary="Create an upload form in the format of Uppy's Companion",
        response=form_documents.CompanionDocument,
        query=openapi_parameters.COMPANION,
        problems=FORM_PROBLEMS,
    ),
    Operation(
        method="get",
        path="/presets",
        id="listPresets",
        summary="List the presets",
        response=documents.PresetsDocument,
        problems=(QuotaExceeded, ConfigurationError),
    ),
    Operation(
        method="get",
        path="/healthz",
        id="health",
        summary="Check that the API is up and configured",
        response=documents.HealthDocument,
        problems=(ConfigurationError,),
        public=True,
        tag="Service",
    ),
)


def operations(*, public_variants: bool) -> Sequence[Operation]:
    """Return the operations of a deployment. With `public_variants`, variants need no token."""
    return [
        replace(each, public=each.public or (public_variants and each.id == _VARIANT)) for each in OPERATIONS
    ]
