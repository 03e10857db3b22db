"""Build the redirects to variants on demand."""

from chalice.app import Request, Response

from chalicelib.api import responses
from chalicelib.models import AddressRedirect, FileRedirect

Target = AddressRedirect | FileRedirect


def redirect(target: Target, request: Request, base_url: str | None, file_max_age: int) -> Response:
    """Return 302. Caches may keep a redirect to a file for `file_max_age` seconds.

    Addresses are below the CDN's `base_url`. Without one, they are relative to the request's URL, so they are
    also valid below a stage or a custom domain.
    """
    if isinstance(target, AddressRedirect):
        base = f"{base_url.rstrip('/')}/" if base_url else "../" * (request.path.count("/") - 1)
        return responses.redirect(f"{base}{target.path}", target.max_age)
    response = responses.redirect(target.url, file_max_age)
    if target.is_negotiated:
        response.headers["Vary"] = "Accept"
    return response
