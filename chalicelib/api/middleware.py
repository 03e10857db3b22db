"""What every answer of the API has in common, whichever route or error it comes from."""

from collections.abc import Callable, Collection
from http import HTTPStatus

from chalice.app import Request, Response

from chalicelib.api import cors, etags, headers, problems

GetResponse = Callable[[Request], Response]


def complete_response(request: Request, response: Response, *, origins: Collection[str]) -> Response:
    """Complete an answer. `origins` are those whose pages may read it.

    What the route has set itself stays: a page has its own content security policy.
    """
    completed = problems.from_framework(response)
    common = {**headers.SECURITY, **cors.headers(request, completed, origins)}
    completed.headers = {**common, **_located(request, completed)}
    if completed.status_code == HTTPStatus.OK and etags.is_known(request, completed):
        completed.status_code, completed.body = HTTPStatus.NOT_MODIFIED.value, ""
    if request.method == "HEAD":
        completed.body = ""
    return completed


def _located(request: Request, response: Response) -> dict[str, str | list[str]]:
    """Make a relative `Location` hold after a trailing slash, which API Gateway and Chalice ignore."""
    own = dict(response.headers)
    location = own.get("Location")
    if isinstance(location, str) and "://" not in location and request.context["path"].endswith("/"):
        own["Location"] = f"../{location}"
    return own
