"""Refuse unknown query parameters, so that a misspelled filter does not select everything.

Repeated ones are refused, too: `?erase=true&erase=false` must not depend on which of both counts.
"""

from collections.abc import Mapping
from functools import cache

from chalice.app import MultiDict, Request

from chalicelib.api.openapi_operations import OPERATIONS
from chalicelib.errors import InvalidField

# A status key that is there twice gets the same response as any other key that is not valid.
_REFUSED_BY_ROUTE = frozenset({("GET", "/status/{image_id}")})


def check(request: Request) -> None:
    """Raise InvalidField if a request has a query parameter twice, or one that its operation lacks.

    OPTIONS accepts any, since browsers send preflight requests to the URL of the request that follows.
    """
    if request.method == "OPTIONS":
        return
    method = "GET" if request.method == "HEAD" else request.method
    known = _parameters().get((method, request.path), {})
    query = request.query_params or MultiDict(None)
    refuses_repeated = (method, request.path) not in _REFUSED_BY_ROUTE
    for name in query:
        parent, bracket, _ = name.partition("[")
        if name not in known and not (bracket and known.get(parent) == "deepObject"):
            accepted = f"The parameters are {', '.join(known)}." if known else "There are none."
            shown = name.encode(errors="replace").decode()
            raise InvalidField(f"Unknown query parameter {shown!r}. {accepted}", shown)
        if name in known and refuses_repeated and len(query.getlist(name)) > 1:
            raise InvalidField(f"{name} is there twice. Send it once.", name)


@cache
def _parameters() -> Mapping[tuple[str, str], Mapping[str, str | None]]:
    """Return the name and the style of each parameter, by method and path."""
    return {
        (each.method.upper(), each.path): {
            parameter["name"]: parameter.get("style") for parameter in each.query
        }
        for each in OPERATIONS
    }
