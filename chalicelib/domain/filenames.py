"""What a filename may be: it becomes the last part of an S3 key, and part of a download's name."""

import mimetypes
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from chalicelib.errors import InvalidFilename

MAX_FILENAME_BYTES = 255  # the limit of the usual file systems, so that every download can be saved

# S3 lists keys as XML, which cannot hold these: https://www.w3.org/TR/xml/#charsets
_NONCHARACTERS = "\ufffe\uffff"

# Marks that turn the direction of text make an `.exe` look like a `.jpg`:
# https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# What any program reads alike within quotes, without escapes.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+-]")

# Python's own table, without what this machine's mime.types would add. Not strict: Python 3.11 lists WebP
# and HEIC among the common types.
_TYPES = mimetypes.MimeTypes()


def validate(filename: str) -> str:
    """Return the filename in Unicode's composed form (NFC). Raises InvalidFilename."""
    name = unicodedata.normalize("NFC", filename)
    problem = _problem(name)
    if problem:
        raise InvalidFilename(f"The filename {problem}", "filename")
    return name


def guess_content_type(filename: str) -> str | None:
    """Guess the media type from the extension, None where it says nothing."""
    return _TYPES.guess_type(filename, strict=False)[0]


def download_name(filename: str, variant: str, extension: str) -> str:
    """Name a variant's file after its source's, whatever the source is called: `cat-300x300.jpg`."""
    kept = "".join(char for char in filename if not _is_control(char))
    stem = PurePosixPath(kept.replace("\\", "/")).stem.strip(" .")
    return f"{stem or 'image'}-{variant}.{extension}"


def content_disposition(name: str) -> str:
    """Return the header that has a browser show a file, and save it under this name: RFC 6266.

    The plain `filename` is for programs that do not know the other, which is percent-encoded.
    """
    plain = _NOT_PLAIN.sub("_", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _is_control(char: str) -> bool:
    separators = {"Cc", "Cs", "Zl", "Zp"}
    return unicodedata.category(char) in separators or char in _NONCHARACTERS or char in _DIRECTIONS


def _problem(name: str) -> str | None:
    if not name.strip() or name in {".", ".."}:
        return "is empty; send the name of the file"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_FILENAME_BYTES:
        return f"is too long; keep it {MAX_FILENAME_BYTES} bytes or shorter"
    if "/" in name or "\\" in name:
        return "contains a path; send its last part only"
    if any(map(_is_control, name)):
        return "contains control characters; leave them out"
    if "${filename}" in name:
        # S3 would put the browser's file name there, and boto3 would sign a form for any such key.
        return 'contains "${filename}"; leave it out'
    return None
