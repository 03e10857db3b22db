"""Properties of images as text; an empty text means unknown."""

from rich.filesize import decimal

from darkroom.image import Image


def created_at(image: Image) -> str:
    """Return the time in UTC."""
    return image.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def dimensions(width: int | None, height: int | None) -> str:
    """Return the width and height in pixels."""
    return f"{width}x{height}" if width and height else ""


def file_size(size: int | None) -> str:
    """Return the size with a unit."""
    return "" if size is None else decimal(size)
