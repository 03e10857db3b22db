"""Read what a C2PA manifest store (Content Credentials) says about an image's origin.

Only the presence of a manifest, its claim generator and its digital source type are read. The signature is
not verified, and a manifest does not survive re-encoding, because it signs the file's bytes.
https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from msgspec import Struct

from chalicelib.imaging.containers import isobmff
from chalicelib.imaging.metadata import cbor

_CLAIMS = ("c2pa.claim", "c2pa.claim.v2")
# The labels of assertions can end with a version, and with a number if there are several of a kind.
_ACTIONS, _INGREDIENT = "c2pa.actions", "c2pa.ingredient"
# In all manifests together. Decoding 16 with the most items that are allowed takes up to 1 s.
_MAX_ASSERTIONS = 16
# A JUMBF description box: UUID (16 bytes), toggles, then a label that ends with a zero byte.
_LABEL = 17

Boxes = Mapping[str, bytes]
"""The content of superboxes by label."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What the active manifest says about the image. Both fields are None if they are missing."""

    claim_generator: str | None = None
    digital_source_type: str | None = None


def read(store: bytes) -> Manifest | None:
    """Return the active manifest of a store: JUMBF boxes (ISO 19566-5). None if there is no manifest.

    There can be a second store with updates, after the first one (section A.5.1).
    If its actions name no source type, the one of the image that it was made from counts.
    """
    stores = [content for label, content in _labeled(store) if label == "c2pa"]
    manifests = {label: dict(_labeled(content)) for each in stores for label, content in _labeled(each)}
    if not manifests:
        return None
    # The active manifest is the last one (section 11.1.4).
    active = next(reversed(manifests.values()))
    claim = next((_content(active[label]) for label in _CLAIMS if label in active), None)
    return Manifest(claim_generator=_generator(claim), digital_source_type=_source_type(active, manifests))


def _source_type(manifest: Boxes, manifests: Mapping[str, Boxes]) -> str | None:
    """Return the type in the first manifest of the chain of parents that names one.

    Edits of a photo can use AI. An action that did takes precedence over those that did not.
    """
    left = _MAX_ASSERTIONS
    while manifest and left > 0:
        # Sorted, actions come first.
        found = sorted(
            (label, box)
            for label, box in _labeled(manifest.get("c2pa.assertions", b""))
            if label.startswith((_ACTIONS, _INGREDIENT))
        )[:left]
        left -= max(1, len(found))
        contents = [(label, _content(box)) for label, box in found]
        types = [
            kind for label, each in contents if label.startswith(_ACTIONS) for kind in _source_types(each)
        ]
        if types:
            return next((kind for kind in types if is_ai(kind)), types[0])
        parents = (
            name for label, each in contents if label.startswith(_INGREDIENT) for name in _parents(each)
        )
        manifest = next((manifests[name] for name in parents if name in manifests), {})
    return None


def is_ai(source_type: str) -> bool:
    """Return whether a digital source type stands for media that AI made or helped to make."""
    return "trainedalgorithmic" in source_type.lower()


def _parents(ingredient: object) -> Iterator[str]:
    """Yield the label of the manifest of an ingredient that the image was made from (section 18.15)."""
    if not isinstance(ingredient, dict) or ingredient.get("relationship") != "parentOf":
        return
    for field in ("activeManifest", "c2pa_manifest"):
        link = ingredient.get(field)
        url = link.get("url") if isinstance(link, dict) else None
        if isinstance(url, str):
            yield url.rpartition("c2pa/")[2]


def _generator(claim: object) -> str | None:
    """Return the generator's name from `claim_generator_info`, or the older `claim_generator`."""
    if not isinstance(claim, dict):
        return None
    info = claim.get("claim_generator_info")
    first = info[0] if isinstance(info, list) and info else info
    name = first.get("name") if isinstance(first, dict) else None
    found = name or claim.get("claim_generator")
    return found if isinstance(found, str) else None


def _source_types(assertion: object) -> Iterator[str]:
    actions = assertion.get("actions") if isinstance(assertion, dict) else None
    for action in actions if isinstance(actions, list) else ():
        kind = action.get("digitalSourceType") if isinstance(action, dict) else None
        if isinstance(kind, str):
            yield kind


def _content(superbox: bytes) -> object:
    """Return the decoded CBOR box of a superbox, or None if it is unreadable."""
    for kind, content in _boxes(superbox):
        if kind == b"cbor":
            try:
                return cbor.decode(content)
            except ValueError:
                return None
    return None


def _labeled(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield label and content of each superbox, without its description box."""
    for kind, superbox in _boxes(content):
        description = next(_boxes(superbox), None) if kind == b"jumb" else None
        if description and description[0] == b"jumd":
            label = description[1][_LABEL:].partition(b"\0")[0].decode(errors="replace")
            yield label, superbox[8 + len(description[1]) :]


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of each box. Stops at a malformed one. JUMBF boxes are like ISO's."""
    with suppress(isobmff.BrokenBox):
        for box in isobmff.boxes(content, 0, len(content)):
            yield box.kind, content[box.start : box.end]
