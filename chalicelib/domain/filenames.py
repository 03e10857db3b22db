"""Validate filenames and derive download names from them.

A filename becomes the last part of an S3 key and part of the names of downloaded files.
"""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from chalicelib.domain.control_characters import is_control
from chalicelib.errors import InvalidFilename

MAX_FILENAME_BYTES = 255  # the limit of common file systems, so that every download can be saved

# Everything else is safe in a quoted string without escapes.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+-]")


def validate(filename: str) -> str:
    """Return the filename normalized to NFC. Raises InvalidFilename."""
    name = unicodedata.normalize("NFC", filename)
    problem = _problem(name)
    if problem:
        raise InvalidFilename(f"The filename {problem}", "filename")
    return name


def download_name(filename: str, variant: str, extension: str) -> str:
    """Return a safe filename for a variant, derived from its source's: `cat-300x300.jpg`."""
    kept = "".join(char for char in filename if not is_control(char))
    stem = PurePosixPath(kept.replace("\\", "/")).stem.strip(" .")
    return f"{stem or 'image'}-{variant}.{extension}"


def content_disposition(name: str) -> str:
    """Return a `Content-Disposition` header that displays a file and suggests this name (RFC 6266).

    `filename` is ASCII, for clients that do not support the percent-encoded `filename*`.
    """
    plain = _NOT_PLAIN.sub("_", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _problem(name: str) -> str | None:
    if not name.strip() or name in {".", ".."}:
        return "is empty; send the file's name"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_FILENAME_BYTES:
        return f"is too long; use at most {MAX_FILENAME_BYTES} bytes"
    if "/" in name or "\\" in name:
        return "contains a path; send only its last part"
    if any(map(is_control, name)):
        return "contains control characters; remove them"
    if "${filename}" in name:
        # S3 replaces this with the browser's filename, so the form would be valid for other keys too.
        return 'contains "${filename}"; remove it'
    return None
