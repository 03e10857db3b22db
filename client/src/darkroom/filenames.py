"""Names under which files are uploaded: readable on every system and accepted by the service."""

import re
import unicodedata
from pathlib import PurePosixPath

MAX_BYTES = 255  # the service's limit, which is that of common file systems
FALLBACK = "image"

# Unicode's general categories: control characters, line and paragraph separators.
_CATEGORIES = frozenset({"Cc", "Zl", "Zp"})
# Unicode's property Bidi_Control, whose characters can make an `.exe` look like a `.jpg`, and two code points
# that are not characters, which XML cannot contain.
_INVISIBLE = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
# Python's stand-ins for bytes that are not valid in the file system's encoding: PEP 383.
_SURROGATE = re.compile("[\ud800-\udfff]")
# What a path contains, and what S3 replaces in a form with the browser's own name for the file.
_REFUSED = re.compile(r"[/\\]|\$\{filename\}")
_MAX_EXTENSION_BYTES = 20


def uploadable_name(name: str) -> str:
    """Return a file's name without what the service refuses: it is valid Unicode of at most 255 bytes.

    Control characters and marks for the direction of text are removed. Bytes that cannot be decoded become
    U+FFFD, the replacement character.
    """
    kept = unicodedata.normalize("NFC", "".join(char for char in encodable(name) if not _is_control(char)))
    safe = _shortened(_REFUSED.sub("_", kept))
    return FALLBACK if safe.isspace() or not safe.strip(" .") else safe


def encodable(text: str) -> str:
    """Replace what UTF-8 cannot encode, which are bytes of file names in another encoding."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in _CATEGORIES or char in _INVISIBLE


def _shortened(name: str) -> str:
    """Shorten the name before its extension if it has too many bytes."""
    encoded, extension = name.encode(), PurePosixPath(name).suffix.encode()
    if len(encoded) <= MAX_BYTES:
        return name
    if len(extension) > _MAX_EXTENSION_BYTES:
        extension = b""
    stem = encoded.removesuffix(extension)[: MAX_BYTES - len(extension)]
    return stem.decode(errors="ignore") + extension.decode()
