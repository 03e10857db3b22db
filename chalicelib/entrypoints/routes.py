"""The HTTP routes: each parses the request, calls one use case and serializes the result."""

from chalice.app import Blueprint, Request, Response

from chalicelib.access.principals import Scope
from chalicelib.api import (
    callers,
    documents,
    html_pages,
    idempotency,
    problems,
    requests,
    responses,
)
from chalicelib.api.callers import base_url
from chalicelib.api.links import Links
from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.registration import registration_settings
from chalicelib.entrypoints.authorizer import authorize
from chalicelib.entrypoints.current_requests import reader_of, request_of

routes = Blueprint(__name__)

# Uppy requests its upload forms with GET.
CREATED_BY_GET = frozenset({"/s3/params"})
PATCH_TYPES = [*requests.PATCH_TYPES]
# With PUBLIC_VARIANTS, any web page may embed variants.
VARIANTS = None if registration_settings().public_variants else authorize


@routes.route("/", methods=["GET"])
@problems.handle_errors
def show_page() -> Response:
    """Show the upload page."""
    origins = (darkroom().sources.origin(), darkroom().outputs.origin())
    return html_pages.page(_request(), darkroom().page_files, origins)


@routes.route("/web/{version}/{name}", methods=["GET"])
@problems.handle_errors
def get_page_file(version: str, name: str) -> Response:
    """Send a file that the upload page loads."""
    return html_pages.asset(darkroom().page_files, version, name)


@routes.route("/images", methods=["POST"], authorizer=authorize)
@problems.handle_errors
def create_image() -> Response:
    """Create an image and its upload form or, for a large file, its multipart upload."""
    owner = _owner(Scope.WRITE)
    uploads = darkroom().uploads  # with invalid presets, nothing else happens
    request, key = requests.upload_request(_request().raw_body), idempotency.key_of(_request())
    darkroom().status_access.prepare()
    upload = uploads.create(request, owner=owner, key=key)
    status_url = darkroom().status_access.url(base_url(_request()), upload.image)
    variants = darkroom().presets.count_current(upload.image)
    return responses.created(upload, _links(), status_url, variants)


@routes.route("/images", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def list_images() -> Response:
    """List images, newest first."""
    owner = _reader()
    request = requests.list_request(_request().query_params)
    lookup = darkroom().lookup
    page = lookup.list(request, owner=owner)
    # The request itself counts as one image.
    darkroom().read_quota.add(owner, max(0, page.records_read - 1))
    return responses.json(documents.PageDocument.of(page, _links(), lookup.cursor_after))


@routes.route("/images/{image_id}", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def get_image(image_id: str) -> Response:
    """Return an image."""
    image = darkroom().lookup.read(image_id, owner=_reader())
    return responses.image(image, _links(), now=now(), url_expires=darkroom().settings.url_expires)


@routes.route("/images/{image_id}", methods=["PATCH"], content_types=PATCH_TYPES, authorizer=authorize)
@problems.handle_errors
def change_image(image_id: str) -> Response:
    """Change the metadata of an image."""
    owner = _owner(Scope.WRITE)
    patch = requests.image_patch(_request().raw_body)
    darkroom().read_quota.charge_change(owner)
    image = darkroom().change_metadata.run(image_id, patch, owner=owner)
    return responses.image(image, _links(), now=now(), url_expires=darkroom().settings.url_expires)


# There is no body, so any Content-Type is accepted: `curl -d ''` sends one anyway.
@routes.route("/images/{image_id}", methods=["DELETE"], content_types=[], authorizer=authorize)
@problems.handle_errors
def delete_image(image_id: str) -> Response:
    """Delete an image: source, variants and record. Or erase it, with all versions, in the background."""
    owner = _owner(Scope.WRITE)
    if requests.is_erasure(_request().query_params):
        return responses.erasing(darkroom().erase.run(image_id, owner=owner), darkroom().data_lifetimes)
    darkroom().delete.run(image_id, owner=owner)
    return responses.no_content()


# An empty body can have any Content-Type, too.
@routes.route("/images/{image_id}/reprocess", methods=["POST"], content_types=[], authorizer=authorize)
@problems.handle_errors
def reprocess_image(image_id: str) -> Response:
    """Render an image again."""
    owner = _owner(Scope.WRITE)
    reprocess = darkroom().reprocess
    image = reprocess.run(image_id, requests.reprocess_request(_request().raw_body), owner=owner)
    return responses.accepted(image, _links())


@routes.route("/images/{image_id}/variants/{name}", methods=["GET"], authorizer=VARIANTS)
@problems.handle_errors
def get_variant(image_id: str, name: str) -> Response:
    """Redirect to a variant's current file."""
    if VARIANTS:
        return responses.redirect(darkroom().lookup.variant_url(image_id, name, owner=_reader()))
    url = darkroom().lookup.variant_url(image_id, name, owner=None)
    return responses.redirect(url, darkroom().redirect_lifetime)


@routes.route("/v/{image_id}/{version}/{file}", methods=["GET"])
@problems.handle_errors
def get_file(image_id: str, version: str, file: str) -> Response:
    """Redirect from a variant's earlier file to its current one."""
    url = darkroom().current_file.url(image_id, version, file)
    return responses.redirect(url, darkroom().redirect_lifetime)


@routes.route("/s3/params", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def companion_form() -> Response:
    """Create an upload form in the format of Uppy's Companion."""
    owner = _owner(Scope.WRITE)
    request = requests.companion_request(_request().query_params)
    upload_forms = darkroom().upload_forms  # with invalid presets, nothing else happens
    darkroom().status_access.prepare()
    image, form = upload_forms.create(request, owner=owner)
    return responses.companion(image, form, darkroom().status_access.url(base_url(_request()), image))


@routes.route("/presets", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def list_presets() -> Response:
    """List the presets."""
    _reader()
    return responses.json(documents.PresetsDocument.of(darkroom().presets))


@routes.route("/openapi.json", methods=["GET"])
def describe_api() -> Response:
    """Return the OpenAPI description of the API."""
    return responses.json(darkroom().api_description(public_variants=VARIANTS is None))


@routes.route("/docs", methods=["GET"])
@problems.handle_errors
def show_reference() -> Response:
    """Show the API reference."""
    return html_pages.page(_request(), darkroom().reference, ())


@routes.route("/docs/{version}/{name}", methods=["GET"])
@problems.handle_errors
def get_reference_file(version: str, name: str) -> Response:
    """Send a file that the API reference loads."""
    return html_pages.asset(darkroom().reference, version, name)


@routes.route("/healthz", methods=["GET"])
@problems.handle_errors
def healthz() -> Response:
    """Return 200 if the API is up and its settings and presets are valid."""
    darkroom().check_health()
    return responses.healthy(uses_kernel=darkroom().uses_kernel)


def _links() -> Links:
    return darkroom().links(base_url(_request()))


def _reader() -> str:
    return reader_of(_request())


def _owner(required: Scope) -> str:
    return callers.owner_of(_request(), required)


def _request() -> Request:
    return request_of(routes)
