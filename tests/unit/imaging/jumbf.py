"""Write C2PA manifest stores for tests: JUMBF boxes with CBOR."""

from collections.abc import Mapping, Sequence
from typing import Any

# The type of a manifest store. The types of its parts do not matter here.
_KIND = bytes.fromhex("6332706100110010800000aa00389b71")


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box."""
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def superbox(label: str, *content: bytes) -> bytes:
    """Return a superbox with a label."""
    description = box(b"jumd", _KIND + b"\x03" + label.encode() + b"\0")
    return box(b"jumb", description + b"".join(content))


def cbor(value: Any) -> bytes:
    """Encode a value as CBOR."""
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, Mapping):
        pairs = b"".join(cbor(key) + cbor(each) for key, each in value.items())
        return _head(5, len(value)) + pairs
    if isinstance(value, Sequence):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    return _head(0, value) if value >= 0 else _head(1, -1 - value)


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    return bytes([major << 5 | 26]) + argument.to_bytes(4, "big")


def manifest(
    name: str, claim: Any, actions: Sequence[Any] = (), ingredients: Mapping[str, Any] | None = None
) -> bytes:
    """Return one manifest. `name` is the label, or the end of one. `ingredients` are by label."""
    assertions = [superbox("c2pa.actions.v2", box(b"cbor", cbor({"actions": actions})))]
    assertions += [superbox(label, box(b"cbor", cbor(each))) for label, each in (ingredients or {}).items()]
    return superbox(
        name if "urn:" in name else f"urn:c2pa:{name}",
        superbox("c2pa.assertions", *assertions),
        superbox("c2pa.claim.v2", box(b"cbor", cbor(claim))),
        superbox("c2pa.signature", box(b"cbor", cbor(b"signature"))),
    )


def store(*manifests: bytes) -> bytes:
    """Return a manifest store."""
    return superbox("c2pa", *manifests)
