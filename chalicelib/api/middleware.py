"""Complete every response of the API, whether it comes from a route or from an error."""

from collections.abc import Callable, Collection
from http import HTTPStatus

from chalice.app import Request, Response

from chalicelib.api import cors, etags, problems, security_headers

GetResponse = Callable[[Request], Response]


def complete_response(request: Request, response: Response, *, origins: Collection[str]) -> Response:
    """Add the common headers; turn Chalice's errors into problems; handle conditional and HEAD requests.

    `origins` are those whose pages may read the response. Headers that the route has set take precedence,
    such as the content security policy of a page.
    """
    completed = problems.from_framework(response)
    common = {**security_headers.SECURITY, **cors.headers(request, completed, origins)}
    completed.headers = {**common, **_with_location(request, completed)}
    if completed.status_code == HTTPStatus.OK and etags.matches(request, completed):
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
