"""The images that the command finds in folders, and their media types."""

from pathlib import PurePath

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jfif": "image/jpeg",  # Windows and old browsers
    ".pjpeg": "image/jpeg",
    ".pjp": "image/jpeg",
    ".png": "image/png",
    ".apng": "image/apng",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".dib": "image/bmp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".hif": "image/heif",  # Canon, Fujifilm and Sony
}
"""Media types by extension, in lowercase. A file given by its path may have any other extension."""

UNKNOWN = "application/octet-stream"


def media_type(name: str) -> str | None:
    """Return the media type for the extension of a file, or None if it is not an image's."""
    return MEDIA_TYPES.get(PurePath(name).suffix.lower())
