"""What infra/edge.js answers, composed of the rules in chalicelib/domain/on_demand."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import structs

from chalicelib.domain import keys
from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.negotiation import formats_for, negotiated
from chalicelib.domain.on_demand.operations import parse, printed
from chalicelib.domain.on_demand.policy import allowed
from chalicelib.domain.on_demand.signatures import is_signed
from chalicelib.domain.presets import Presets
from chalicelib.errors import InvalidOperations, OperationsNotAllowed
from chalicelib.models import NamedPreset, OnDemandPolicy, Operations, Rendition, SigningKey

_PATH = re.compile(r"/i/([^/]+)/(?:([^/]+)/)?([^/]+)")
_REDIRECTS = frozenset({("n", "1"), ("n", "2")})
_SIGNATURE = re.compile("[0-9a-f]{40}")


def answer(
    presets: Presets, signing_keys: Iterable[SigningKey], path: str, query: Mapping[str, str], accept: str
) -> dict[str, Any]:
    """Return the path and the query that a request is changed to, or the status and the code of a problem."""
    parts = _PATH.fullmatch(path)
    if (
        parts is None
        or not keys.is_image_id(parts[1])
        or not (parts[2] is None or addresses.is_version(parts[2]))
    ):
        return {"status": 404, "code": "image_not_found"}
    try:
        requested = parse(re.sub("%2C", ",", parts[3], flags=re.IGNORECASE))
    except InvalidOperations as error:
        return {"status": 400, "code": error.code}
    signature = query.get("s")
    if signature is not None and not _signed(signing_keys, signature, parts[1], requested):
        return {"status": 403, "code": "invalid_signature"}
    try:
        operations = _permitted(presets, requested, is_signed=signature is not None)
    except OperationsNotAllowed as error:
        return {"status": 403, "code": error.code}
    passed_on = {name: value for name, value in query.items() if name == "s" or (name, value) in _REDIRECTS}
    return {"uri": _uri(presets, parts[1], parts[2], operations, accept), "query": passed_on}


def _signed(signing_keys: Iterable[SigningKey], signature: str, image_id: str, requested: Operations) -> bool:
    return _SIGNATURE.fullmatch(signature) is not None and is_signed(
        signing_keys, signature, image_id, requested
    )


def _permitted(presets: Presets, requested: Operations, *, is_signed: bool) -> Operations:
    if is_signed and not isinstance(requested, NamedPreset):
        return requested
    return allowed(_policy(presets), presets.on_demand_presets, requested)


def _uri(presets: Presets, image_id: str, version: str | None, operations: Operations, accept: str) -> str:
    if version is None:
        return f"/i/{image_id}/{printed(operations)}"
    if operations.format is None:
        spec = presets.on_demand_presets[operations.name] if isinstance(operations, NamedPreset) else None
        chosen: Any = negotiated(accept, formats_for(operations, _policy(presets), spec))
        operations = structs.replace(operations, format=chosen)
    return "/" + addresses.key(Rendition(image_id=image_id, version=version, operations=operations))


def _policy(presets: Presets) -> OnDemandPolicy:
    return presets.on_demand or OnDemandPolicy()
