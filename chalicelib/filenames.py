"""What a filename may be: it becomes the last part of an S3 key and, later, of a download's name."""

import mimetypes
import unicodedata

from chalicelib.errors import InvalidFilename

MAX_FILENAME_BYTES = 255  # the limit of the usual file systems, so that every download can be saved

# S3 lists keys as XML, which cannot hold these: https://www.w3.org/TR/xml/#charsets
_NONCHARACTERS = "\ufffe\uffff"

# Python's own table, without what this machine's mime.types would add. Not strict: Python 3.11 lists WebP
# and HEIC among the common types.
_TYPES = mimetypes.MimeTypes()


def checked(filename: str) -> str:
    """Return the filename in Unicode's composed form (NFC). Raises InvalidFilename."""
    name = unicodedata.normalize("NFC", filename)
    problem = _problem(name)
    if problem:
        raise InvalidFilename(f"The filename {problem}", "filename")
    return name


def guess_content_type(filename: str) -> str | None:
    """Guess the media type from the extension, None where it says nothing."""
    return _TYPES.guess_type(filename, strict=False)[0]


def _problem(name: str) -> str | None:
    if not name.strip() or name in {".", ".."}:
        return "is empty; send the name of the file"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_FILENAME_BYTES:
        return f"is too long; keep it {MAX_FILENAME_BYTES} bytes or shorter"
    if "/" in name or "\\" in name:
        return "contains a path; send its last part only"
    if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _NONCHARACTERS for char in name):
        return "contains control characters; leave them out"
    if "${filename}" in name:
        # S3 would put the browser's file name there, and boto3 would sign a form for any such key.
        return 'contains "${filename}"; leave it out'
    return None
