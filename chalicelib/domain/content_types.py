"""Choose the media type that an upload form fixes, from what the caller says about the file.

This only keeps out what cannot be an image. What a file is, its content decides once it is uploaded.
"""

import mimetypes
from pathlib import PurePosixPath

from chalicelib.domain import formats
from chalicelib.errors import UnsupportedContentType

UNKNOWN = "application/octet-stream"
"""The media type of files of an unknown type: RFC 2046, section 4.5.1."""

# Programs send them for files whose type they do not know.
_SAY_NOTHING = frozenset({"", UNKNOWN, "binary/octet-stream", "application/unknown", "image/*", "*/*"})

# Extensions of other files. Python's built-in tables only, so that the machine's mime.types file makes no
# difference. Browsers save files of an unknown type as .bin.
_TYPES = mimetypes.MimeTypes()
_OTHER = frozenset(
    suffix.lower()
    for table in (*_TYPES.types_map, _TYPES.encodings_map, _TYPES.suffix_map)
    for suffix in table
) - {".bin"}


def of_upload(declared: str | None, filename: str) -> str:
    """Return the media type for the form, without parameters. Raises UnsupportedContentType.

    A declared type counts more than the name. If it says nothing, the extension decides. A file with an
    unknown extension, or without any, can be an image.
    """
    content_type = _without_parameters(declared or "")
    if content_type in _SAY_NOTHING:
        return _of_name(filename)
    if content_type not in formats.CONTENT_TYPES:
        raise UnsupportedContentType(
            f"The content type is {content_type}; use one of {', '.join(formats.READABLE)}", "content_type"
        )
    return content_type


def _without_parameters(content_type: str) -> str:
    """Return the type in lower case, since media types are case-insensitive: RFC 9110, section 8.3.1."""
    return content_type.partition(";")[0].strip().lower()


def _of_name(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.strip().lower()
    content_type = formats.CONTENT_TYPE_OF_EXTENSION.get(suffix.removeprefix("."))
    if content_type is None and suffix in _OTHER:
        raise UnsupportedContentType(
            f"The file's extension is {suffix}; send an image, or its content_type if the name is misleading",
            "content_type",
        )
    return content_type or UNKNOWN
