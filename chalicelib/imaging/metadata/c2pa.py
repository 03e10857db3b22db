"""Read what a C2PA manifest store (Content Credentials) says about an image's origin.

Only the presence of a manifest, its claim generator and its digital source type are read. The signature is
not verified, and a manifest does not survive re-encoding, because it signs the file's bytes.
https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.imaging.metadata import cbor

_CLAIMS = ("c2pa.claim", "c2pa.claim.v2")
_ACTIONS = ("c2pa.actions", "c2pa.actions.v2")
_MAX_BOXES = 2_000
# A JUMBF description box: UUID (16 bytes), toggles, then a label that ends with a zero byte.
_LABEL = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the active manifest says. Both fields are None if they are missing."""

    claim_generator: str | None = None
    digital_source_type: str | None = None


def read(store: bytes) -> Manifest | None:
    """Return the active manifest of a store: JUMBF boxes (ISO 19566-5). None if there is no manifest."""
    boxes = {label: content for label, content in _labeled(store) if label.startswith("c2pa")}
    if "c2pa" not in boxes:
        return None
    manifests = [content for label, content in _labeled(boxes["c2pa"]) if label.startswith("urn:")]
    # The active manifest is the last one (section 11.1.4).
    return _manifest(manifests[-1]) if manifests else None


def _manifest(content: bytes) -> Manifest:
    parts = dict(_labeled(content))
    claim = next((_content(parts[label]) for label in _CLAIMS if label in parts), None)
    assertions = dict(_labeled(parts.get("c2pa.assertions", b"")))
    actions = (_content(assertions[label]) for label in _ACTIONS if label in assertions)
    types = (kind for each in actions for kind in _source_types(each))
    return Manifest(claim_generator=_generator(claim), digital_source_type=next(types, None))


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
    """Yield type and content of each box. Stops at a malformed one."""
    at = 0
    for _ in range(_MAX_BOXES):
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        # 0 means up to the end, 1 a 64-bit length, which no manifest needs.
        end = len(content) if length == 0 else at + length
        if len(kind) < 4 or length in range(1, 8) or end > len(content):  # noqa: PLR2004  a box's header
            return
        yield kind, content[at + 8 : end]
        at = end
