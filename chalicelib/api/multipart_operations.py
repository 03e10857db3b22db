"""The operations of the API for multipart uploads."""

from http import HTTPStatus

from chalicelib.api import companion_documents as companion
from chalicelib.api import openapi_parameters
from chalicelib.api.multipart_documents import ResumedPartsDocument
from chalicelib.api.new_image_documents import UploadedImageDocument
from chalicelib.api.operation import BODY_PROBLEMS, IMAGE_PROBLEMS, NEW_IMAGE_PROBLEMS, Operation
from chalicelib.errors import InvalidField, InvalidStatusKey, NoMultipartUpload, PartsMissing, QuotaExceeded
from chalicelib.models import CompanionUpload, UploadKey

_WITH_KEY = (*BODY_PROBLEMS, InvalidStatusKey, *IMAGE_PROBLEMS, QuotaExceeded)
_UPLOAD = "/s3/multipart/{upload_id}"

OPERATIONS = (
    Operation(
        method="post",
        path="/images/{image_id}/parts",
        id="resumeUpload",
        summary="Get the parts of a multipart upload, with new URLs for those that are missing",
        response=ResumedPartsDocument,
        body=UploadKey,
        body_required=False,
        problems=(*_WITH_KEY, NoMultipartUpload),
    ),
    Operation(
        method="post",
        path="/images/{image_id}/complete",
        id="completeUpload",
        summary="Complete a multipart upload whose parts are all stored",
        response=UploadedImageDocument,
        body=UploadKey,
        body_required=False,
        headers=("Retry-After",),
        problems=(*_WITH_KEY, PartsMissing, NoMultipartUpload),
    ),
    Operation(
        method="post",
        path="/s3/multipart",
        id="companionCreate",
        summary="Begin a multipart upload in the format of Uppy's Companion",
        response=companion.CompanionUploadDocument,
        body=CompanionUpload,
        problems=NEW_IMAGE_PROBLEMS,
    ),
    Operation(
        method="get",
        path=_UPLOAD,
        id="companionParts",
        summary="List the stored parts of a multipart upload in the format of Uppy's Companion",
        response=companion.CompanionPartDocument,
        is_list=True,
        query=openapi_parameters.COMPANION_KEY,
        problems=(*IMAGE_PROBLEMS, QuotaExceeded, NoMultipartUpload),
    ),
    Operation(
        method="delete",
        path=_UPLOAD,
        id="companionAbort",
        summary="Abort a multipart upload in the format of Uppy's Companion",
        response=companion.CompanionAbortedDocument,
        query=openapi_parameters.COMPANION_KEY,
        problems=IMAGE_PROBLEMS,
    ),
    Operation(
        method="get",
        path=f"{_UPLOAD}/{{part_number}}",
        id="companionPart",
        summary="Get the URL of one part in the format of Uppy's Companion",
        response=companion.CompanionPartUrlDocument,
        query=openapi_parameters.COMPANION_KEY,
        problems=(InvalidField, *IMAGE_PROBLEMS, QuotaExceeded, NoMultipartUpload),
    ),
    Operation(
        method="post",
        path=f"{_UPLOAD}/complete",
        id="companionComplete",
        summary="Complete a multipart upload in the format of Uppy's Companion",
        status=HTTPStatus.OK,
        response=companion.CompanionCompletedDocument,
        query=openapi_parameters.COMPANION_KEY,
        problems=(*IMAGE_PROBLEMS, QuotaExceeded, PartsMissing, NoMultipartUpload),
    ),
)
