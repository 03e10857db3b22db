"""The HTTP routes of variants on demand."""

from chalice.app import Blueprint, Request, Response

from chalicelib.api import on_demand_requests, on_demand_responses, problems
from chalicelib.bootstrap import darkroom
from chalicelib.entrypoints.authorizer import authorize
from chalicelib.entrypoints.current_requests import reader_of, request_of

on_demand_routes = Blueprint(__name__)


# API Gateway allows one name for this part of the path, whatever follows it.
@on_demand_routes.route("/i/{image_id}/{version_or_operations}", methods=["GET"])
@problems.handle_errors
def get_current_variant(image_id: str, version_or_operations: str) -> Response:
    """Redirect from an address without a version to the current one."""
    return _by_address(image_id, None, version_or_operations)


@on_demand_routes.route("/i/{image_id}/{version_or_operations}/{operations}", methods=["GET"])
@problems.handle_errors
def get_variant_on_demand(image_id: str, version_or_operations: str, operations: str) -> Response:
    """Render a variant, unless it is there, and redirect to it."""
    return _by_address(image_id, version_or_operations, operations)


@on_demand_routes.route("/d/{image_id}/{version}/{file}", methods=["GET"])
@problems.handle_errors
def get_file_on_demand(image_id: str, version: str, file: str) -> Response:
    """Render the file that a CDN has not found, and redirect to its address."""
    request = _request()
    wanted = on_demand_requests.file(image_id, version, file, request.query_params)
    return _redirect(darkroom().delivery.by_address(wanted), darkroom().redirect_lifetime)


@on_demand_routes.route("/images/{image_id}/render", methods=["GET"], authorizer=authorize)
@problems.handle_errors
def render_variant(image_id: str) -> Response:
    """Render a variant of one's own image, of any size, and redirect to it."""
    request = _request()
    owner = reader_of(request)
    wanted = on_demand_requests.owned(image_id, request.query_params, _accept(request))
    return _redirect(darkroom().delivery.for_owner(wanted, owner=owner), 0)


def _by_address(image_id: str, version: str | None, operations: str) -> Response:
    request = _request()
    wanted = on_demand_requests.address(image_id, version, operations, request.query_params, _accept(request))
    return _redirect(darkroom().delivery.by_address(wanted), darkroom().redirect_lifetime)


def _redirect(target: on_demand_responses.Target, file_max_age: int) -> Response:
    return on_demand_responses.redirect(target, _request(), darkroom().cdn_url, file_max_age)


def _accept(request: Request) -> str:
    accept: str = request.headers.get("accept", "")
    return accept


def _request() -> Request:
    return request_of(on_demand_routes)
