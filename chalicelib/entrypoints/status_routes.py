"""The HTTP route that browsers read the status of one image from, without a token."""

from chalice.app import Blueprint, Response

from chalicelib.api import problems, requests, responses
from chalicelib.api.callers import base_url
from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.clock import now
from chalicelib.entrypoints.current_requests import request_of

status_routes = Blueprint(__name__)


@status_routes.route("/status/{image_id}", methods=["GET"])
@problems.handle_errors
def get_status(image_id: str) -> Response:
    """Return an image to whoever has a valid key for it."""
    request = request_of(status_routes)
    image = darkroom().status_access.read(image_id, requests.status_key(request.query_params))
    links = darkroom().links(base_url(request))
    return responses.image(image, links, now=now(), url_expires=darkroom().settings.url_expires)
