"""Read the size that a derived image gives in its data (ISO/IEC 23008-12, 6.6.2.2 and 6.6.2.3)."""

from chalicelib.imaging.containers.isobmff import Fields

Size = tuple[int, int]

# The bytes between version and flags and the size: rows and columns of a grid, fill color of an overlay.
_BEFORE_SIZE = {b"grid": 2, b"iovl": 8}
_LARGE_FIELDS = 1


def output_size(kind: bytes, data: bytes) -> Size | None:
    """Return width and height of a grid or an overlay, None for other images. Raises BrokenBox."""
    if kind not in _BEFORE_SIZE:
        return None
    fields = Fields(data, 0, len(data))
    _, flags = fields.uint(1), fields.uint(1)
    fields.take(_BEFORE_SIZE[kind])
    size = 4 if flags & _LARGE_FIELDS else 2
    return fields.uint(size), fields.uint(size)
