"""Parse requests for variants on demand."""

import re
from collections.abc import Mapping

from chalicelib.domain.on_demand import addresses, operations
from chalicelib.errors import InvalidField, InvalidOperations, VariantNotFound
from chalicelib.models import Operations, VariantRequest

# The order in which operations are printed, by the names of the query parameters.
_RESIZE = ("w", "h", "fit", "pos", "f", "q")
_PRESET = ("p", "f")
SIGNATURE = "[0-9a-f]{40}"
"""The pattern of a signature, as domain.on_demand.signatures writes it."""
REDIRECTS = ("1", "2")
"""The values of `n`, which the API adds to addresses."""


def address(
    image_id: str, version: str | None, text: str, query: Mapping[str, str] | None, accept: str
) -> VariantRequest:
    """Parse `/i/{image_id}/{version}/{operations}`, or without version.

    Raises InvalidOperations, InvalidField, and VariantNotFound if it is no version.
    """
    if version is not None and not addresses.is_version(version):
        raise VariantNotFound(f"There is no version {version[:100]!r}.")
    return _request(image_id, version, operations.parse(_with_commas(text)), query, accept)


def file(image_id: str, version: str, name: str, query: Mapping[str, str] | None) -> VariantRequest:
    """Parse `/d/{image_id}/{version}/{file}`. Raises VariantNotFound, InvalidField."""
    if not addresses.is_version(version):
        raise VariantNotFound(f"There is no version {version[:100]!r}.")
    rendition = addresses.rendition(image_id, version, _with_commas(name))
    return _request(image_id, version, rendition.operations, query, "")


def owned(image_id: str, query: Mapping[str, str] | None, accept: str) -> VariantRequest:
    """Parse `/images/{image_id}/render?w=640&f=webp`, or `?p=NAME`. Raises InvalidOperations."""
    return VariantRequest(image_id=image_id, operations=_queried(query or {}), accept=accept)


def _queried(query: Mapping[str, str]) -> Operations:
    names = _PRESET if "p" in query else _RESIZE
    if others := [name for name in query if name not in names]:
        raise InvalidOperations(f"{others[0]} cannot be combined with p. Send only one of them.", others[0])
    # A comma would begin another operation.
    text = ",".join(f"{name}_{query[name].replace(',', '?')}" for name in names if name in query)
    try:
        return operations.parse(text)
    except InvalidOperations as error:
        raise InvalidOperations(f"{error} The parameters stand for {text[:100]!r}.") from error


def _request(
    image_id: str, version: str | None, asked: Operations, query: Mapping[str, str] | None, accept: str
) -> VariantRequest:
    query = query or {}
    signature, redirects = query.get("s"), query.get("n")
    if signature is not None and not re.fullmatch(SIGNATURE, signature):
        raise InvalidField("s must be a signature: 40 hex digits.", "s")
    if redirects is not None and redirects not in REDIRECTS:
        raise InvalidField(f"n must be {' or '.join(REDIRECTS)}.", "n")
    return VariantRequest(
        image_id=image_id,
        operations=asked,
        version=version,
        signature=signature,
        redirects=int(redirects or 0),
        accept=accept,
    )


def _with_commas(text: str) -> str:
    """Decode commas, which some programs encode. API Gateway has decoded the path, other servers have not."""
    return re.sub("%2c", ",", text, flags=re.IGNORECASE)
