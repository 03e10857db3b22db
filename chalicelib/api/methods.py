"""Add the HTTP methods HEAD and OPTIONS to all routes."""

from collections.abc import Callable, Collection
from http import HTTPStatus

from chalice.app import Chalice, Response


def add_head_and_options(app: Chalice, *, without_head: Collection[str] = ()) -> None:
    """Serve HEAD on every path with GET, and OPTIONS on every path. Call this after the last route.

    Paths in `without_head` are left out because their GET creates something. HEAD must not: proxies and link
    checkers may send it (RFC 9110, 9.2.1).

    HEAD needs a token if GET does. OPTIONS never does, since browsers send no token with a preflight request.
    """
    for path, entries in list(app.routes.items()):
        if "GET" in entries and path not in without_head:
            get = entries["GET"]
            # GET has no body, so its Content-Type does not matter.
            get.content_types = []
            head = app.route(
                path, methods=["HEAD"], authorizer=get.authorizer, content_types=get.content_types
            )
            head(get.view_function)
        allow = ", ".join([*entries, "OPTIONS"])
        app.route(path, methods=["OPTIONS"], content_types=[])(_options_view(allow))


def _options_view(allow: str) -> Callable[..., Response]:
    def options(**_parameters: str) -> Response:
        return Response(body="", status_code=HTTPStatus.NO_CONTENT.value, headers={"Allow": allow})

    return options
