"""Read the metadata of a HEIF file's primary image. What is broken or too large counts as absent."""

from chalicelib.imaging.containers import heif_parts, metadata_limits
from chalicelib.imaging.containers.heif_items import Meta
from chalicelib.imaging.containers.isobmff import Box, BrokenBox, Fields, boxes
from chalicelib.imaging.metadata.exif import is_readable

_XMP = b"application/rdf+xml"
_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
# A file that was updated has a box for the original store, and another one for the updates.
_PURPOSES = (b"manifest", b"original", b"update")
_MAX_STORES = 16


def exif(meta: Meta, content: bytes) -> bytes:
    """Return the TIFF structure. Its item starts with the number of bytes before it (A.2.1)."""
    data = _described(meta, content, b"Exif", b"", metadata_limits.EXIF)
    tiff = data[4 + int.from_bytes(data[:4], "big") :].removeprefix(b"Exif\0\0")
    return tiff if is_readable(tiff) else b""


def xmp(meta: Meta, content: bytes) -> bytes:
    """Return the XMP packet."""
    return _described(meta, content, b"mime", _XMP, metadata_limits.XMP)


def c2pa(content: bytes) -> bytes:
    """Return the C2PA manifest store, or two in a row, from boxes at the top level (C2PA 2.2, A.5.1)."""
    stores: list[bytes] = []
    try:
        for each in boxes(content, 0, len(content)):
            if each.kind == b"uuid" and content.startswith(_C2PA, each.start):
                stores.append(_manifest_store(content, each))
            if len(stores) > _MAX_STORES:
                return b""
    except BrokenBox:
        pass
    return b"".join(stores) if sum(map(len, stores)) <= metadata_limits.C2PA else b""


def _manifest_store(content: bytes, box: Box) -> bytes:
    """Return what follows version and flags, purpose, and the offset of the hashes, without padding."""
    if box.end - box.start > metadata_limits.C2PA:
        return b""
    fields = Fields(content, box.start + len(_C2PA), box.end)
    fields.version_and_flags()
    purpose, end, rest = fields.rest().partition(b"\0")
    store = rest[8:]
    return store[: int.from_bytes(store[:4], "big")] if end and purpose in _PURPOSES else b""


def _described(meta: Meta, content: bytes, kind: bytes, content_type: bytes, limit: int) -> bytes:
    """Return the data of an item that describes the primary image."""
    images = {meta.primary, heif_parts.primary(meta)}
    for item in meta.items.values():
        describes = images.intersection(item.references.get(b"cdsc", ()))
        if describes and (item.kind, item.content_type) == (kind, content_type):
            try:
                return heif_parts.data(item, content, limit)
            except BrokenBox:
                return b""
    return b""
