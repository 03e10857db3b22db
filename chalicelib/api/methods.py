"""HEAD and OPTIONS: what HTTP has for every path, added to the routes that there are."""

from collections.abc import Callable
from http import HTTPStatus

from chalice.app import Chalice, Response


def add_common(app: Chalice) -> None:
    """Serve HEAD wherever there is GET, and OPTIONS on every path. To be called after the last route.

    HEAD asks for the token that GET asks for, OPTIONS for none: browsers send none with a preflight.
    """
    for path, entries in list(app.routes.items()):
        if "GET" in entries:
            get = entries["GET"]
            # It has no body whose type could be wrong.
            get.content_types = []
            head = app.route(
                path, methods=["HEAD"], authorizer=get.authorizer, content_types=get.content_types
            )
            head(get.view_function)
        allow = ", ".join([*entries, "OPTIONS"])
        app.route(path, methods=["OPTIONS"], content_types=[])(_telling(allow))


def _telling(allow: str) -> Callable[..., Response]:
    def options(**_parameters: str) -> Response:
        return Response(body="", status_code=HTTPStatus.NO_CONTENT.value, headers={"Allow": allow})

    return options
