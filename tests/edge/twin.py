"""What infra/edge.js answers, composed of the rules that the API follows."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import structs

from chalicelib.api import on_demand_requests, problems
from chalicelib.domain import keys
from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.negotiation import formats_for, negotiated
from chalicelib.domain.on_demand.operations import printed
from chalicelib.errors import DarkroomError, ImageNotFound
from chalicelib.models import NamedPreset, Operations, Rendition, VariantRequest
from chalicelib.on_demand.authorization import Authorization

_PATH = re.compile(r"/i/([^/]+)/(?:([^/]+)/)?([^/]+)")


def answer(authorization: Authorization, path: str, query: Mapping[str, str], accept: str) -> dict[str, Any]:
    """Return the path and the query that a request is changed to, or the status and the code of a problem."""
    # The function drops what the API would refuse.
    kept = {
        name: value
        for name, value in query.items()
        if name == "s" or (name == "n" and value in on_demand_requests.REDIRECTS)
    }
    try:
        request = _parsed(path, kept, accept)
        return {"uri": _uri(authorization, request, authorization.authorized(request)), "query": kept}
    except DarkroomError as error:
        return {"status": problems.status_of(type(error)).value, "code": error.code}


def _parsed(path: str, query: Mapping[str, str], accept: str) -> VariantRequest:
    parts = _PATH.fullmatch(path)
    if parts is None or not keys.is_image_id(parts[1]):
        raise ImageNotFound("The path has no image id")
    return on_demand_requests.address(parts[1], parts[2], parts[3], query, accept)


def _uri(authorization: Authorization, request: VariantRequest, operations: Operations) -> str:
    if request.version is None:
        return f"/i/{request.image_id}/{printed(operations)}"
    if operations.format is None:
        presets = authorization.presets.on_demand_presets
        spec = presets[operations.name] if isinstance(operations, NamedPreset) else None
        chosen: Any = negotiated(request.accept, formats_for(operations, authorization.policy, spec))
        operations = structs.replace(operations, format=chosen)
    rendition = Rendition(image_id=request.image_id, version=request.version, operations=operations)
    return f"/{addresses.key(rendition)}"
