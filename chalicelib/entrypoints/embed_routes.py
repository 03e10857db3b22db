"""The HTTP route that pages of other sites load the upload component from."""

from chalice.app import Blueprint, Response

from chalicelib.api import problems
from chalicelib.bootstrap import darkroom

embed_routes = Blueprint(__name__)


@embed_routes.route("/embed/{version}/{name}", methods=["GET"])
@problems.handle_errors
def get_component(version: str, name: str) -> Response:
    """Send the upload component to any page."""
    return darkroom().component.response(version, name)
