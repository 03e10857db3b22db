"""The HTTP routes of multipart uploads, also in the format of Uppy's Companion."""

from chalice.app import Blueprint, Request, Response

from chalicelib.access.principals import Scope
from chalicelib.api import callers, problems, requests, responses
from chalicelib.api.callers import base_url
from chalicelib.api.companion_documents import (
    CompanionAbortedDocument,
    CompanionCompletedDocument,
    CompanionPartDocument,
    CompanionPartUrlDocument,
    CompanionUploadDocument,
)
from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.clock import now
from chalicelib.entrypoints.authorizer import authorize
from chalicelib.entrypoints.current_requests import request_of

multipart_routes = Blueprint(__name__)


# An empty body can have any Content-Type.
@multipart_routes.route("/images/{image_id}/parts", methods=["POST"], content_types=[], authorizer=authorize)
@problems.handle_errors
def resume_upload(image_id: str) -> Response:
    """Return the parts of an upload, with new URLs for those that are missing."""
    owner = _uploader(image_id)
    image, parts = darkroom().multipart_uploads.resume(image_id, owner=owner)
    return responses.parts(parts, darkroom().status_access.url(base_url(_request()), image))


@multipart_routes.route(
    "/images/{image_id}/complete", methods=["POST"], content_types=[], authorizer=authorize
)
@problems.handle_errors
def complete_upload(image_id: str) -> Response:
    """Complete an upload whose parts are all stored."""
    owner = _uploader(image_id)
    image = darkroom().multipart_uploads.complete(image_id, owner=owner)
    links = darkroom().links(base_url(_request()))
    return responses.uploaded(image, links, darkroom().status_access.url(base_url(_request()), image))


@multipart_routes.route("/s3/multipart", methods=["POST"], authorizer=authorize)
@problems.handle_errors
def companion_create() -> Response:
    """Begin an upload in parts, however large the file is."""
    owner = _owner()
    request = requests.companion_upload(_request().raw_body)
    # With invalid presets, nothing else happens.
    uploads = darkroom().multipart_uploads
    darkroom().status_access.prepare()
    image = uploads.create(request, owner=owner).image
    return responses.json(
        CompanionUploadDocument.of(image, darkroom().status_access.url(base_url(_request()), image))
    )


@multipart_routes.route("/s3/multipart/{upload_id}", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def companion_parts(upload_id: str) -> Response:
    """List the stored parts of an upload."""
    stored = darkroom().multipart_uploads.stored(upload_id, owner=_charged_owner())
    return responses.json([CompanionPartDocument.of(part) for part in stored])


@multipart_routes.route("/s3/multipart/{upload_id}/{part_number}", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def companion_part(upload_id: str, part_number: str) -> Response:
    """Return the URL of one part."""
    number = requests.part_number(part_number)
    parts = darkroom().multipart_uploads.part(upload_id, number, owner=_charged_owner())
    (part,) = parts.parts
    lifetime = round((parts.expires_at - now()).total_seconds())
    return responses.json(CompanionPartUrlDocument(url=part.url, expires=lifetime))


@multipart_routes.route("/s3/multipart/{upload_id}/complete", methods=["POST"], authorizer=authorize)
@problems.handle_errors
def companion_complete(upload_id: str) -> Response:
    """Complete an upload. The parts in the body are ignored: the service lists them itself."""
    image = darkroom().multipart_uploads.complete(upload_id, owner=_charged_owner())
    location = darkroom().multipart_storage.location(image.key)
    return responses.json(CompanionCompletedDocument(id=image.id, key=image.key, location=location))


@multipart_routes.route(
    "/s3/multipart/{upload_id}", methods=["DELETE"], content_types=[], authorizer=authorize
)
@problems.handle_errors
def companion_abort(upload_id: str) -> Response:
    """Abort an upload."""
    darkroom().multipart_uploads.abort(upload_id, owner=_owner())
    return responses.json(CompanionAbortedDocument())


def _uploader(image_id: str) -> str:
    """Return the owner that the caller acts for, and count the request.

    With a key in the body, it must be valid for the image: servers pass on what a browser has sent them.
    Raises NotAuthenticated, InsufficientScope, InvalidStatusKey, QuotaExceeded, and errors in the body.
    """
    owner = _owner()
    key = requests.upload_key(_request().raw_body)
    if key is not None:
        darkroom().status_access.check(image_id, key)
    darkroom().read_quota.charge_change(owner)
    return owner


def _charged_owner() -> str:
    owner = _owner()
    darkroom().read_quota.charge(owner)
    return owner


def _owner() -> str:
    return callers.owner_of(_request(), Scope.WRITE)


def _request() -> Request:
    return request_of(multipart_routes)
