"""Complete every response of the API, whether it comes from a route or from an error."""

from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus

from chalice.app import Request, Response

from chalicelib.api import cors, deprecations, etags, problems, query_parameters, security_headers

# RFC 9110, section 13.1.2: for other methods, If-None-Match does not lead to 304.
_SAFE = frozenset({"GET", "HEAD"})

GetResponse = Callable[[Request], Response]


def checked_response(request: Request, get_response: GetResponse) -> Response:
    """Return the response of a route, or a problem if the request has an unknown query parameter."""

    @problems.handle_errors
    def respond() -> Response:
        query_parameters.check(request)
        return get_response(request)

    return respond()


def complete_response(request: Request, response: Response, *, origins: Collection[str]) -> Response:
    """Add the common headers; turn Chalice's errors into problems; handle conditional and HEAD requests.

    `origins` are those whose pages may read the response. Headers that the route has set take precedence,
    such as the content security policy of a page.
    """
    completed = problems.from_framework(response)
    common = {
        **security_headers.SECURITY,
        **cors.headers(request, completed, origins),
        **deprecations.headers(request.method, request.path),
    }
    completed.headers = {**common, **_with_location(request, completed), **_vary(common, completed)}
    is_read = request.method in _SAFE and completed.status_code == HTTPStatus.OK
    if is_read and etags.matches(request, completed):
        completed.status_code, completed.body = HTTPStatus.NOT_MODIFIED.value, ""
    if request.method == "HEAD":
        completed.body = ""
    return completed


def _with_location(request: Request, response: Response) -> dict[str, str | list[str]]:
    """Correct a relative `Location` if the request's path ends in a slash, which routing ignores."""
    own = dict(response.headers)
    location = own.get("Location")
    if isinstance(location, str) and "://" not in location and request.context["path"].endswith("/"):
        own["Location"] = f"../{location}"
    return own


def _vary(common: Mapping[str, str], response: Response) -> dict[str, str]:
    """Return what the response depends on, if both the route and CORS say so."""
    names = [str(each["Vary"]) for each in (common, response.headers) if "Vary" in each]
    return {"Vary": ", ".join(names)} if names else {}
